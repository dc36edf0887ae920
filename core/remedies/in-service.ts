/**
 * Which tasks serve: what a client can reach and that answers. Behind a load balancer its health checks vouch for a task;
 * without one a health check of its own does, or that it is still there. It must not know what is done with the tasks.
 */
import type { TaskSnapshot } from '../world/task.ts';
import { runningTasks } from '../facts/running-tasks.ts';
import { isReached, type Groups, type Placed } from '../facts/task-targets.ts';

/** A task that dies of its own does so sooner, mostly. */
const PROVEN_SECONDS = 60;

/** What has to be known of a service before it was changed to tell what serves after. */
export interface ServedBefore {
  /** Whether a load balancer must know a task before it counts. */
  readonly behindLoadBalancer: boolean;
  /** Tasks running before: everything else is new. */
  readonly tasksBefore: readonly string[];
  /** The target groups it is reached by; absent in plans made when a service had only one. */
  readonly groups?: Groups;
}

/** Tasks a client can reach and that answer: healthy in every group of the load balancers, or merely running without one. */
export function inService(
  { behindLoadBalancer, tasksBefore, groups }: ServedBefore,
  running: Placed,
  now: number,
): readonly TaskSnapshot[] {
  const tasks = runningTasks(running.tasks).filter((task) => task.health !== 'UNHEALTHY');
  // Without a load balancer nobody vouches for a new task that has no health check; that it is still there does.
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
