/** Autoscaling at its minimum takes back the task that a replacement needs: the healer does not fight, and a person is told. */
import { incidentsOf, type Check, type Scenario } from './scenario.ts';

/** More often than a task of the lab needs to come into service, as a minute is on Fargate. */
const EVERY_SECONDS = 3;
/** Two tries, each repeated where a call may have been lost, and the count put back. */
const COUNTS_SET_MAX = 16;

const doesNotFight: Check = (world) => {
  const counts = world.writes.filter(({ value }) => value.operation === 'UpdateService').length;
  return counts <= COUNTS_SET_MAX ? undefined : `the count was set ${counts} times`;
};

const saysWhy: Check = (world) => {
  const holds = incidentsOf(world, 'user').flatMap(({ attempts }) =>
    attempts.flatMap((attempt) => attempt.holds ?? []),
  );
  return holds.some(({ reason }) => reason === 'count-changed-by-others')
    ? undefined
    : 'no attempt ended as count-changed-by-others';
};

const stopsNothing: Check = (world) => {
  const stopped = world.writes.filter(({ value }) => value.operation === 'StopTask').length;
  return stopped === 0 ? undefined : `${stopped} tasks were stopped`;
};

/** Without readings of single tasks, as on a starved computer, no task is told sick: then tasks are added before one leaves. */
const noTaskWasToldSick: Check = (world) => {
  const plans = incidentsOf(world, 'user').flatMap(({ attempts }) => attempts.map(({ journal }) => journal.plan));
  const noneSick = plans.length > 0 && plans.every((plan) => plan.kind === 'replaceTasks' && !plan.sickKnown);
  return noneSick ? undefined : 'no target left the load balancer';
};

const returnsTheTarget: Check = (world) => {
  if (!world.writes.some(({ value }) => value.operation === 'DeregisterTargets')) return noTaskWasToldSick(world);
  return world.leftOut.length === 0 ? undefined : `out of the load balancer in the end: ${world.leftOut.join(', ')}`;
};

export const autoscalerTakesBack: Scenario = {
  name: 'autoscaler-takes-back',
  title: 'autoscaling takes back each task the healer adds to user; it stops after two tries, and a person is told',
  breaks: [{ service: 'user', breakage: 'cpu' }],
  // A scale-in that happens to stop the task that burns would heal it.
  answers: ['scale-in-healthy'],
  meanwhile: { kind: 'autoscaler', service: 'user', minimum: 3, everySeconds: EVERY_SECONDS },
  expected: [{ service: 'user', outcome: 'escalated' }],
  secondsMax: 420,
  checks: [doesNotFight, saysWhy, stopsNothing, returnsTheTarget],
};
