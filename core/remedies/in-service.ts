/**
 * Which tasks serve: clients can reach them and they answer. Behind a load balancer its health checks prove it; without
 * one the task's own health check does, or else that it still runs after a while.
 */
import type { TaskSnapshot } from '../world/task.ts';
import { runningTasks } from '../facts/running-tasks.ts';
import { isReached, Groups, type Placed } from '../facts/task-targets.ts';
import { shape, flag, text, list, optional, type Shaped } from '../shape.ts';

/** Most tasks that die at start die sooner. */
const PROVEN_SECONDS = 60;

/** Facts from before the change that later tell which tasks serve. */
export const ServedBefore = shape({
  /** Whether a load balancer must know a task before it counts. */
  behindLoadBalancer: flag,
  /** Tasks running before: everything else is new. */
  tasksBefore: list(text),
  /** The target groups that reach the service; absent in plans from when a service had only one. */
  groups: optional(Groups),
});
export type ServedBefore = Shaped<typeof ServedBefore>;

/** Tasks in service: healthy in every target group, or running where there is no load balancer. */
export function inService(
  { behindLoadBalancer, tasksBefore, groups }: ServedBefore,
  running: Placed,
  now: number,
): readonly TaskSnapshot[] {
  const tasks = runningTasks(running.tasks).filter((task) => task.health !== 'UNHEALTHY');
  // Without a load balancer and a health check, only its age speaks for a new task.
  if (!behindLoadBalancer)
    return tasks.filter((task) => task.health === 'HEALTHY' || isProven(task, { tasksBefore, now }));
  return tasks.filter((task) => isReached(running, task, groups));
}

function isProven(
  { arn, startedAt }: TaskSnapshot,
  { tasksBefore, now }: { readonly tasksBefore: readonly string[]; readonly now: number },
): boolean {
  return tasksBefore.includes(arn) || (startedAt !== undefined && now - startedAt >= PROVEN_SECONDS * 1_000);
}
