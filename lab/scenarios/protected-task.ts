/** The task that burns its CPU is protected from scale-in: it is left alone until that ends, and replaced then. */
import { heldBack, type Check, type Scenario } from './scenario.ts';

const PROTECTED_MINUTES = 1;

const waitedForIt: Check = (world) => {
  if (!heldBack(world, 'user', 'task-protected')) return 'no decision was held back as task-protected';
  const stop = world.writes.find(({ value }) => value.operation === 'StopTask');
  const until = world.faultAt + PROTECTED_MINUTES * 60_000;
  if (stop === undefined || stop.at >= until) return undefined;
  return `the task was stopped ${Math.round((until - stop.at) / 1_000)} s before its protection ended`;
};

export const protectedTask: Scenario = {
  name: 'protected-task',
  title: 'a task of user burns its CPU while its application protects it; it is replaced when the protection ends',
  breaks: [{ service: 'user', breakage: 'cpu' }],
  meanwhile: { kind: 'protection', service: 'user', minutes: PROTECTED_MINUTES },
  expected: [{ service: 'user', outcome: 'healed', remedy: 'replaceTasks' }],
  secondsMax: 480,
  checks: [waitedForIt],
};
