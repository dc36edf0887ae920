/**
 * Tells sick tasks from well ones: by a metric per task beyond the alarm's limit, or far beyond the other tasks where
 * the alarm has no such limit. A task that fails its health check is sick too, but ECS replaces it, start first;
 * competing with ECS would only stop more tasks.
 */
import type { Facts, Running } from './facts.ts';
import { memoizeLast } from './memoize-last.ts';
import type { TaskSnapshot } from '../world/task.ts';
import { aboutEach, metricsShowing } from '../signal/about.ts';
import { isBeyond, type Limit } from '../signal/beyond-limit.ts';
import type { MetricName } from '../vocabulary.ts';
import { outliersAbove } from './outliers.ts';
import { runningTasks } from './running-tasks.ts';
import { targetsOf, type Placed } from './task-targets.ts';

export type Sick =
  | { readonly kind: 'known'; readonly tasks: readonly TaskSnapshot[] }
  | { readonly kind: 'being-replaced' }
  /** They cannot be told apart: all are suspects. */
  | { readonly kind: 'unknown' };

/** The sick ones among the running tasks; `unknown` also after a failed read. */
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
 * Whether the tasks' readings lag behind the alarm: the service is beyond its limit, and no measured task is yet. The
 * next readings show the sick one; until then, treating all as suspects would replace well tasks. False where a sick
 * task is known, where no task is measured, and without a limit.
 */
export function readingsLag(facts: Facts): boolean {
  if (facts.running.kind === 'unknown' || sickTasks(facts).kind !== 'unknown') return false;
  if (tellsTasksApart(facts)?.limit === undefined) return false;
  const { tasks, taskValues } = facts.running.value;
  return present(runningTasks(tasks), taskValues).length > 0;
}

function byValue(values: Running['taskValues']) {
  return (a: TaskSnapshot, b: TaskSnapshot): number => (values[b.arn] ?? 0) - (values[a.arn] ?? 0) || byArn(a, b);
}

/** ECS lists tasks in any order, and the same facts must give the same plan. */
export function byArn(a: Pick<TaskSnapshot, 'arn'>, b: Pick<TaskSnapshot, 'arn'>): number {
  return a.arn < b.arn ? -1 : Number(a.arn > b.arn);
}

/** Whether a task fails a health check, its container's or its target's. */
export function failsHealthCheckIn(placed: Placed): (task: TaskSnapshot) => boolean {
  return (task) => task.health === 'UNHEALTHY' || targetsOf(placed, task).some(({ state }) => state === 'unhealthy');
}

/** The metric that tells tasks apart, and how. */
export interface TellsApart {
  readonly metric: MetricName;
  /** The limit for a task's value; absent where tasks are compared with each other. */
  readonly limit?: Limit;
}

/** Metrics per task. */
const BY_TASK: ReadonlySet<MetricName> = new Set(['cpuPercent', 'memoryPercent']);

/**
 * How tasks are told apart: by the limit of the first alarm that reads a metric as the healer does, else by comparing
 * the tasks on the first signal about a task metric. Undefined where neither exists. Reading and comparing tasks both
 * use this answer.
 */
export function tellsTasksApart(of: Pick<Facts, 'incident' | 'runbook'>): TellsApart | undefined {
  const measures = of.incident.alarms.flatMap(({ measure }) => (measure?.metric === undefined ? [] : [measure]));
  const measure = measures.find(({ metric }) => metric !== undefined && BY_TASK.has(metric)) ?? measures[0];
  if (measure?.metric !== undefined) {
    // A forecast warns before the limit: growing tasks stand above the floor where it begins.
    const threshold = measure.forecast?.floor ?? measure.threshold;
    return { metric: measure.metric, limit: { ...measure, threshold } };
  }
  // For a signal that may lie on either side of its baseline, the sick side is unknown.
  const above = aboutEach(of).filter(({ side }) => side === 'above');
  const metric = metricsShowing(above.flatMap(({ symptoms }) => symptoms)).find((one) => BY_TASK.has(one));
  return metric === undefined ? undefined : { metric };
}

function present(tasks: readonly TaskSnapshot[], values: Running['taskValues']): readonly number[] {
  return tasks.map(({ arn }) => values[arn]).filter((value) => value !== undefined);
}

/** Whether a task's value is a sick one's; false where tasks cannot be told apart. */
function beyondIn(by: TellsApart | undefined, values: readonly number[]): (value: number | undefined) => boolean {
  if (by === undefined) return () => false;
  if (by.limit === undefined) {
    const out = new Set(outliersAbove(values));
    return (value) => value !== undefined && out.has(value);
  }
  const { limit } = by;
  return (value) => value !== undefined && isBeyond(limit, value);
}
