/** A failure that keeps returning: healed as often as the limit allows, then it is a person's. */
import { heldBack, incidentsOf, type Check, type Scenario } from './scenario.ts';

/** What `runbooks/high-cpu.yaml` allows within an hour. */
const ATTEMPTS_MAX = 3;

const stoppedByTheLimit: Check = (world) => {
  const attempts = incidentsOf(world, 'user').flatMap((incident) => incident.attempts).length;
  if (attempts > ATTEMPTS_MAX) return `${attempts} attempts, ${ATTEMPTS_MAX} are allowed`;
  return heldBack(world, 'user', 'attempts-exhausted') ? undefined : 'it was not the limit of attempts that stopped it';
};

export const returningFailure: Scenario = {
  name: 'returning-failure',
  title: 'the failure of user returns after every heal; after three attempts a person is asked',
  breaks: [{ service: 'user', breakage: 'cpu' }],
  returns: true,
  expected: [{ service: 'user', outcome: 'escalated' }],
  secondsMax: 720,
  checks: [stoppedByTheLimit],
};
