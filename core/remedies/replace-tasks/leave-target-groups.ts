/**
 * Takes a task out of every target group before it is stopped, and back into them when that is undone: `StopTask` alone
 * neither drains nor waits. One target is one move, so that each is journalled before it is made.
 */
import type { TaskSnapshot } from '../../world/task.ts';
import { addressOf, type Journal, type Move } from '../../incident/journal.ts';
import type { Next } from '../remedy.ts';
import { runningTasks, shortId } from '../../facts/running-tasks.ts';
import { isRegistered, isTargetOf, targetsOf, type Placed } from '../../facts/task-targets.ts';

/** Seconds for which a deregistered target may finish its requests: ECS's own stop timeout. */
const DRAIN_SECONDS_MAX = 30;

/**
 * The next target to deregister; undefined once all tasks have left all groups. AWS does not document that ECS leaves a
 * deregistered target alone, so a target that comes back is deregistered up to `timesMax` times. A failed call does not
 * count, or a task would be stopped that still takes requests.
 */
export function leaveTargetGroups(
  tasks: readonly TaskSnapshot[],
  running: Placed,
  { journal, timesMax }: { readonly journal: Journal; readonly timesMax: number },
): Next | undefined {
  for (const task of tasks) {
    const target = targetsOf(running, task).find((one) => isRegistered(one) && timesTakenOut(journal, one) < timesMax);
    if (target === undefined) continue;
    const { id, port, group } = target;
    return {
      kind: 'move',
      move: { kind: 'deregisterTarget', targetId: id, port, ...(group !== undefined && { group }) },
      text: `task ${shortId(task.arn)} leaves the load balancer`,
    };
  }
  return undefined;
}

function timesTakenOut({ moves }: Journal, { id, port, group }: Placed['targets'][number]): number {
  return moves.filter(({ move, made }) => {
    if (made !== true || move.kind !== 'deregisterTarget') return false;
    const taken = addressOf(move);
    return taken.id === id && taken.port === port && (taken.group === undefined || taken.group === group);
  }).length;
}

/** Whether requests of the task may still be finishing. */
export function isDraining(task: TaskSnapshot, running: Placed): boolean {
  return targetsOf(running, task).some(({ state }) => state === 'draining');
}

interface Leaving {
  readonly journal: Journal;
  readonly running: Placed;
  readonly now: number;
}

/** When the task's requests have finished at the latest; where another actor deregistered it, counted from now. */
export function drainedAt(task: TaskSnapshot, { journal, running, now }: Leaving): number {
  const left = journal.moves.findLast(({ move }) => isLeaving(move, task, running));
  return (left?.at ?? now) + DRAIN_SECONDS_MAX * 1_000;
}

/** Whether the move takes the task out of a group. */
export function isLeaving(move: Move, task: TaskSnapshot, running: Placed): boolean {
  return move.kind === 'deregisterTarget' && isTargetOf(running, task, addressOf(move));
}

/** The next target to register again: one that left its group, and whose task stays. */
export function returnToTargetGroups(journal: Journal, running: Placed): Next | undefined {
  const alive = runningTasks(running.tasks);
  const left = journal.moves.find(
    ({ move }) => !isBack(move, running) && alive.some((task) => isLeaving(move, task, running)),
  )?.move;
  if (left?.kind !== 'deregisterTarget') return undefined;
  const move = { ...left, kind: 'registerTarget' as const };
  return { kind: 'move', move, text: `target ${left.targetId} returns to the load balancer` };
}

/** Whether the target of the move is registered again. */
function isBack(move: Move, { targets }: Placed): boolean {
  if (move.kind !== 'deregisterTarget') return true;
  const { id, port, group } = addressOf(move);
  return targets
    .filter(isRegistered)
    .some((target) => target.id === id && target.port === port && (group === undefined || target.group === group));
}
