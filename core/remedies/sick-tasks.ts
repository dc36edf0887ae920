/**
 * Tells sick tasks from well ones, where anything tells them apart: a metric per task beyond the alarm's own limit. A
 * task that fails its health check is sick too, but ECS replaces those by itself, start first; competing with it would
 * only stop more tasks.
 */
import type { Facts, Running } from '../decide/facts.ts';
import { once } from '../decide/once.ts';
import type { Incident } from '../incident/incident.ts';
import type { TaskSnapshot } from '../ports.ts';

export type Sick =
  | { readonly kind: 'known'; readonly tasks: readonly TaskSnapshot[] }
  | { readonly kind: 'being-replaced' }
  /** Nothing tells them apart: all are suspects. */
  | { readonly kind: 'unknown' };

/** Which of what runs now; `unknown` also where that could not be read. */
export const sickTasks = once(({ running, incident }: Facts): Sick => {
  if (running.kind === 'unknown') return { kind: 'unknown' };
  const { taskValues } = running.value;
  const tasks = runningTasks(running.value.tasks);
  const failsHealthCheck = failsHealthCheckIn(running.value);
  const isBeyond = limitOf(incident);
  const ours = tasks.filter((task) => isBeyond(taskValues[task.arn]) && !failsHealthCheck(task));
  if (ours.length > 0) return { kind: 'known', tasks: ours.toSorted(byValue(taskValues)) };
  return tasks.some(failsHealthCheck) ? { kind: 'being-replaced' } : { kind: 'unknown' };
});

/** The worst first. */
function byValue(values: Running['taskValues']) {
  return (a: TaskSnapshot, b: TaskSnapshot): number => (values[b.arn] ?? 0) - (values[a.arn] ?? 0) || byArn(a, b);
}

/** ECS lists tasks in any order, and the same facts must give the same plan. */
export function byArn(a: Pick<TaskSnapshot, 'arn'>, b: Pick<TaskSnapshot, 'arn'>): number {
  return a.arn < b.arn ? -1 : Number(a.arn > b.arn);
}

/** Whether a task fails its health check, its container's or its target's. */
export function failsHealthCheckIn({ targets }: Pick<Running, 'targets'>): (task: TaskSnapshot) => boolean {
  const unhealthy = targets.filter(({ state }) => state === 'unhealthy').map(({ id }) => id);
  return ({ health, privateIp }) =>
    health === 'UNHEALTHY' || (privateIp !== undefined && unhealthy.includes(privateIp));
}

/** Tasks that run and are meant to go on. */
export function runningTasks(tasks: readonly TaskSnapshot[]): readonly TaskSnapshot[] {
  return tasks.filter((task) => task.lastStatus === 'RUNNING' && task.desiredStatus === 'RUNNING');
}

/**
 * The alarm by which tasks are told apart: the first whose metric is one of ours, for only those are measured per task.
 * Whoever reads the tasks' values and whoever compares them must mean the same one.
 */
export function measuredByTask({ alarms }: Pick<Incident, 'alarms'>) {
  return alarms.find(({ measure }) => measure?.metric !== undefined)?.measure;
}

/** Whether a task's value is beyond the limit of the alarm by which tasks are told apart; never where there is none. */
function limitOf(incident: Incident): (value: number | undefined) => boolean {
  const measure = measuredByTask(incident);
  if (measure === undefined) return () => false;
  // A forecast warns of a limit that no task has reached: those that grow stand above the floor it begins at.
  const limit = measure.forecast?.floor ?? measure.threshold;
  const above = measure.comparison === 'above';
  return (value) => value !== undefined && (above ? value > limit : value < limit);
}
