/** A failure that keeps returning: healed as often as the limit allows, then it is a person's. */
import { heldBack, incidentsOf, type Check, type Scenario } from './scenario.ts';

/** What `runbooks/high-cpu.yaml` allows within an hour. */
const ATTEMPTS_MAX = 3;

/** Whichever is met first: all attempts, the same remedy too often, or too many failures within the hour. */
const LIMITS = ['attempts-exhausted', 'remedy-repeated', 'flapping'] as const;

const stoppedByTheLimit: Check = (world) => {
  const attempts = incidentsOf(world, 'user').flatMap((incident) => incident.attempts).length;
  if (attempts > ATTEMPTS_MAX) return `${attempts} attempts, ${ATTEMPTS_MAX} are allowed`;
  const stopped = LIMITS.some((reason) => heldBack(world, 'user', reason));
  return stopped ? undefined : `it was none of the limits that stopped it (${LIMITS.join(', ')})`;
};

export const returningFailure: Scenario = {
  name: 'returning-failure',
  title: 'the failure of user returns after every heal; after three attempts at most a person is asked',
  breaks: [{ service: 'user', breakage: 'cpu' }],
  returns: true,
  expected: [{ service: 'user', outcome: 'escalated' }],
  secondsMax: 720,
  checks: [stoppedByTheLimit],
};
