/**
 * A worker, which takes no requests and whose release hangs after a while: ECS kills its tasks for their container's health
 * check and starts others that hang as well. No alarm tells of it, only the events of the tasks that stopped.
 */
import { OTHER_KINDS } from './other-kinds.ts';
import { incidentsSinceFault, type Check, type Scenario } from './scenario.ts';

/** What `runbooks/unhealthy-targets.yaml` counts to before it is a failure. */
const STOPS = 3;
const KILLED = 'Task failed container health checks';

const heardByEvents: Check = (world) => {
  const [incident] = incidentsSinceFault(world, 'mailer');
  if (incident === undefined) return undefined; // That there is none is said already.
  const { faultAt, alarms } = world;
  const before = alarms.filter(({ at }) => at >= faultAt && at <= incident.openedAt);
  if (before.some(({ value }) => value.service === 'mailer' && value.state === 'ALARM')) {
    return 'an alarm told of it, so the events of the tasks were not what was heard';
  }
  return incident.failureType === 'unhealthy-targets'
    ? undefined
    : `it was taken for ${incident.failureType}, not for failed health checks`;
};

const countedFirst: Check = (world) => {
  const decidedAt = incidentsSinceFault(world, 'mailer')[0]?.decisions[0]?.at ?? 0;
  const killed = world.stops.filter(({ value, at }) => value.reason === KILLED && at < decidedAt);
  return killed.length >= STOPS ? undefined : `${killed.length} tasks had been killed, only ${STOPS} are a failure`;
};

const noTaskStopped: Check = ({ writes }) =>
  writes.some(({ value }) => value.operation === 'StopTask')
    ? 'the healer stopped tasks, as ECS does already'
    : undefined;

export const killedByHealthChecks: Scenario = {
  name: 'killed-by-health-checks',
  title: 'a release of the worker mailer hangs and ECS kills its tasks again and again; it is rolled back',
  ...OTHER_KINDS,
  heardBy: 'events',
  breaks: [{ service: 'mailer', breakage: 'release-hanging' }],
  expected: [{ service: 'mailer', outcome: 'healed', remedy: 'rollBack' }],
  secondsMax: 480,
  checks: [heardByEvents, countedFirst, noTaskStopped],
};
