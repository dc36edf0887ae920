/**
 * Tells sick tasks from well ones, where anything tells them apart: a metric per task beyond the alarm's own limit, or far
 * beyond the other tasks where the alarm has no limit that a task can be held to. A task that fails its health check is sick too, but ECS replaces those by itself, start first; competing with it would
 * only stop more tasks.
 */
import type { Facts, Running } from './facts.ts';
import { memoizeLast } from './memoize-last.ts';
import type { TaskSnapshot } from '../world/task.ts';
import { aboutEach, metricsShowing } from '../signal/about.ts';
import { isBeyond } from '../signal/beyond-limit.ts';
import type { Limit } from '../signal/beyond-limit.ts';
import type { MetricName } from '../vocabulary.ts';
import { outliersAbove } from './outliers.ts';
import { runningTasks } from './running-tasks.ts';
import { targetsOf, type Placed } from './task-targets.ts';

export type Sick =
  | { readonly kind: 'known'; readonly tasks: readonly TaskSnapshot[] }
  | { readonly kind: 'being-replaced' }
  /** Nothing tells them apart: all are suspects. */
  | { readonly kind: 'unknown' };

/** Which of what runs now; `unknown` also where that could not be read. */
export const sickTasks = memoizeLast(({ running, incident, runbook }: Facts): Sick => {
  if (running.kind === 'unknown') return { kind: 'unknown' };
  const { taskValues } = running.value;
  const tasks = runningTasks(running.value.tasks);
  const failsHealthCheck = failsHealthCheckIn(running.value);
  const isBeyond = beyondIn(tellsTasksApart({ incident, runbook }), present(tasks, taskValues));
  const ours = tasks.filter((task) => isBeyond(taskValues[task.arn]) && !failsHealthCheck(task));
  if (ours.length > 0) return { kind: 'known', tasks: ours.toSorted(byValue(taskValues)) };
  return tasks.some(failsHealthCheck) ? { kind: 'being-replaced' } : { kind: 'unknown' };
});

/**
 * Whether the readings of single tasks lag behind the alarm: tasks are measured, and none of them is beyond the limit that
 * the service is beyond. The sick one shows with the next readings; to call all of them suspects meanwhile would replace the
 * well ones. False where a sick task is known, where no task is measured, and where there is no limit to hold them to.
 */
export function readingsLag(facts: Facts): boolean {
  if (facts.running.kind === 'unknown' || sickTasks(facts).kind !== 'unknown') return false;
  if (tellsTasksApart(facts)?.limit === undefined) return false;
  const { tasks, taskValues } = facts.running.value;
  return present(runningTasks(tasks), taskValues).length > 0;
}

/** The worst first. */
function byValue(values: Running['taskValues']) {
  return (a: TaskSnapshot, b: TaskSnapshot): number => (values[b.arn] ?? 0) - (values[a.arn] ?? 0) || byArn(a, b);
}

/** ECS lists tasks in any order, and the same facts must give the same plan. */
export function byArn(a: Pick<TaskSnapshot, 'arn'>, b: Pick<TaskSnapshot, 'arn'>): number {
  return a.arn < b.arn ? -1 : Number(a.arn > b.arn);
}

/** Whether a task fails its health check, its container's or its target's. */
export function failsHealthCheckIn(placed: Placed): (task: TaskSnapshot) => boolean {
  return (task) => task.health === 'UNHEALTHY' || targetsOf(placed, task).some(({ state }) => state === 'unhealthy');
}

/** By which metric tasks are told apart, and how. */
export interface TellsApart {
  readonly metric: MetricName;
  /** The limit a task's value is held to; absent where the tasks are compared with each other. */
  readonly limit?: Limit;
}

/** What is measured task by task. */
const BY_TASK: ReadonlySet<MetricName> = new Set(['cpuPercent', 'memoryPercent']);

/**
 * How tasks are told apart: by the limit of the first alarm that reads a metric as the healer does, else by the first
 * signal about a metric that tasks have, compared with each other. Undefined where nothing tells them apart.
 * Whoever reads the tasks' values and whoever compares them must mean the same one.
 */
export function tellsTasksApart(of: Pick<Facts, 'incident' | 'runbook'>): TellsApart | undefined {
  const measures = of.incident.alarms.flatMap(({ measure }) => (measure?.metric === undefined ? [] : [measure]));
  const measure = measures.find(({ metric }) => metric !== undefined && BY_TASK.has(metric)) ?? measures[0];
  if (measure?.metric !== undefined) {
    // A forecast warns of a limit that no task has reached: those that grow stand above the floor it begins at.
    const threshold = measure.forecast?.floor ?? measure.threshold;
    return { metric: measure.metric, limit: { ...measure, threshold } };
  }
  // Of what may lie on either side of the usual, nobody knows which tasks are the sick ones.
  const above = aboutEach(of).filter(({ side }) => side === 'above');
  const metric = metricsShowing(above.flatMap(({ symptoms }) => symptoms)).find((one) => BY_TASK.has(one));
  return metric === undefined ? undefined : { metric };
}

function present(tasks: readonly TaskSnapshot[], values: Running['taskValues']): readonly number[] {
  return tasks.map(({ arn }) => values[arn]).filter((value) => value !== undefined);
}

/** Whether a task's value is that of a sick one; never where nothing tells tasks apart. */
function beyondIn(by: TellsApart | undefined, values: readonly number[]): (value: number | undefined) => boolean {
  if (by === undefined) return () => false;
  if (by.limit === undefined) {
    const out = new Set(outliersAbove(values));
    return (value) => value !== undefined && out.has(value);
  }
  const { limit } = by;
  return (value) => value !== undefined && isBeyond(limit, value);
}
