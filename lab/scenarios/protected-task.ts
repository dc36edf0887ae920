/** The task that burns its CPU is protected from scale-in: it is left alone until that ends, and replaced then. */
import { incidentsOf, type Check, type Scenario } from './scenario.ts';

const PROTECTED_MINUTES = 3;
/** Anything else that is waited for is looked at again at least twice within this: unprotected, the task would have been replaced. */
const WAITED_SECONDS_MIN = 60;

/** Of all waits only the first reason is kept, and a reading that came late may have been it: the writes tell. */
const waitedForIt: Check = (world) => {
  const until = world.faultAt + PROTECTED_MINUTES * 60_000;
  const openedAt = incidentsOf(world, 'user')[0]?.openedAt ?? Infinity;
  if (openedAt > until - WAITED_SECONDS_MIN * 1_000)
    return 'its failure was heard of when its protection was all but over';
  const early = world.writes.find(({ at }) => at < until);
  if (early === undefined) return undefined;
  const seconds = Math.round((until - early.at) / 1_000);
  return `${early.value.operation} came ${seconds} s before the protection of the task ended`;
};

export const protectedTask: Scenario = {
  name: 'protected-task',
  title: 'a task of user burns its CPU while its application protects it; it is replaced when the protection ends',
  breaks: [{ service: 'user', breakage: 'cpu' }],
  meanwhile: { kind: 'protection', service: 'user', minutes: PROTECTED_MINUTES },
  expected: [{ service: 'user', outcome: 'healed', remedy: 'replaceTasks' }],
  secondsMax: 540,
  checks: [waitedForIt],
};
