/**
 * Tells sick tasks from well ones, where anything tells them apart: a metric per task beyond the alarm's own limit. A
 * task that fails its health check is sick too, but ECS replaces those by itself, start first; competing with it would
 * only stop more tasks.
 */
import type { Facts, Running } from '../decide/facts.ts';
import type { Incident } from '../incident/incident.ts';
import type { TaskSnapshot } from '../ports.ts';

export type Sick =
  | { readonly kind: 'known'; readonly tasks: readonly TaskSnapshot[] }
  | { readonly kind: 'being-replaced' }
  /** Nothing tells them apart: all are suspects. */
  | { readonly kind: 'unknown' };

export function sickTasks(facts: Facts, running: Running): Sick {
  const unhealthy = new Set(running.targets.filter(({ state }) => state === 'unhealthy').map(({ id }) => id));
  const failsHealthCheck = (task: TaskSnapshot) =>
    task.health === 'UNHEALTHY' || (task.privateIp !== undefined && unhealthy.has(task.privateIp));
  const beyond = runningTasks(running.tasks)
    .filter((task) => isBeyond(facts, running.taskValues[task.arn]))
    .toSorted((a, b) => (running.taskValues[b.arn] ?? 0) - (running.taskValues[a.arn] ?? 0));
  const ours = beyond.filter((task) => !failsHealthCheck(task));
  if (ours.length > 0) return { kind: 'known', tasks: ours };
  const anyUnhealthy = runningTasks(running.tasks).some(failsHealthCheck);
  return anyUnhealthy ? { kind: 'being-replaced' } : { kind: 'unknown' };
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

function isBeyond(facts: Facts, value: number | undefined): boolean {
  const measure = measuredByTask(facts.incident);
  if (measure === undefined || value === undefined) return false;
  // A forecast warns of a limit that no task has reached: those that grow stand above the floor it begins at.
  const limit = measure.forecast?.floor ?? measure.threshold;
  return measure.comparison === 'above' ? value > limit : value < limit;
}
