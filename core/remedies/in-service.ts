/**
 * Which tasks serve: what a client can reach and that answers. Behind a load balancer its health checks vouch for a task;
 * without one a health check of its own does, or that it is still there. It must not know what is done with the tasks.
 */
import type { Running } from '../decide/facts.ts';
import type { TaskSnapshot } from '../ports.ts';
import { runningTasks } from './sick-tasks.ts';

/** A task that dies of its own does so sooner, mostly. */
const PROVEN_SECONDS = 60;

/** What has to be known of a service before it was changed to tell what serves after. */
export interface ServedBefore {
  /** Whether a load balancer must know a task before it counts. */
  readonly behindLoadBalancer: boolean;
  /** Tasks running before: everything else is new. */
  readonly tasksBefore: readonly string[];
}

/** Tasks a client can reach and that answer: healthy behind the load balancer, or merely running without one. */
export function inService(
  { behindLoadBalancer, tasksBefore }: ServedBefore,
  running: Pick<Running, 'tasks' | 'targets'>,
  now: number,
): readonly TaskSnapshot[] {
  const tasks = runningTasks(running.tasks).filter((task) => task.health !== 'UNHEALTHY');
  // Without a load balancer nobody vouches for a new task that has no health check; that it is still there does.
  if (!behindLoadBalancer)
    return tasks.filter((task) => task.health === 'HEALTHY' || isProven(task, { tasksBefore, now }));
  const healthy = new Set(running.targets.filter(({ state }) => state === 'healthy').map(({ id }) => id));
  return tasks.filter((task) => task.privateIp !== undefined && healthy.has(task.privateIp));
}

function isProven(
  { arn, startedAt }: TaskSnapshot,
  { tasksBefore, now }: { readonly tasksBefore: readonly string[]; readonly now: number },
): boolean {
  return tasksBefore.includes(arn) || (startedAt !== undefined && now - startedAt >= PROVEN_SECONDS * 1_000);
}
