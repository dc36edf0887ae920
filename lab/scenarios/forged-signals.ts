/**
 * A stranger who may put events: bait for a rollback from a source that is not listed, a failure of every service from one
 * that is, and the good news that the service that really fails is well. Only the real failure is healed, and people are
 * told of the claims once.
 */
import { incidentsOf, type Check, type Scenario } from './scenario.ts';

/** As the lab's configuration lists it for every service. */
const LISTED = 'shop.user';
const CLAIMED = ['payment', 'order'] as const;
const summary = 'everything is on fire';

const onlyTheRealOneTouched: Check = ({ writes }) => {
  const others = writes.filter(({ value }) => /payment|order/.test(JSON.stringify(value.input)));
  if (others.length === 0) return undefined;
  return `a stranger moved the healer: ${others.map(({ value }) => value.operation).join(', ')}`;
};

const toldOnce: Check = (world) => {
  const claims = CLAIMED.flatMap((service) => incidentsOf(world, service));
  const mails = world.messages.filter(({ body }) => claims.some(({ id }) => body.includes(`Incident ${id}`)));
  return mails.length === 1 ? undefined : `${mails.length} messages about what a stranger claimed, 1 was expected`;
};

const baitDropped: Check = ({ incidents }) =>
  incidents.some(({ failureType }) => failureType === 'bad-deployment') ? 'the bait opened an incident' : undefined;

const nothingRemembered: Check = ({ records }) => {
  const failed = CLAIMED.filter((service) => (records.get(service)?.failures.length ?? 0) > 0);
  return failed.length === 0 ? undefined : `${failed.join(', ')} is remembered as having failed`;
};

export const forgedSignals: Scenario = {
  name: 'forged-signals',
  title: 'user fails, and a stranger claims a lot; user is healed, nothing else is done, a person is told once',
  breaks: [{ service: 'user', breakage: 'cpu' }],
  meanwhile: {
    kind: 'stranger',
    events: [
      { source: 'shop.stranger', detail: { service: 'payment', failureType: 'bad-deployment', summary } },
      { source: LISTED, detail: { service: 'payment', failureType: 'dependency-failure', summary } },
      { source: LISTED, detail: { service: 'order', failureType: 'dependency-failure', summary } },
      {
        source: LISTED,
        detail: { service: 'user', failureType: 'dependency-failure', state: 'OK', summary: 'all is well' },
      },
    ],
    everySeconds: 60,
    forSeconds: 300,
  },
  expected: [
    { service: 'user', outcome: 'healed', remedy: 'replaceTasks' },
    { service: 'payment', outcome: 'unconfirmed' },
    { service: 'order', outcome: 'unconfirmed' },
  ],
  // What nothing confirms is waited for twenty minutes.
  secondsMax: 1_500,
  checks: [onlyTheRealOneTouched, toldOnce, baitDropped, nothingRemembered],
};
