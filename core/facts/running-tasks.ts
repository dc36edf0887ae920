/** Running tasks that are meant to stay: what serves now, as far as ECS knows. */
import type { TaskSnapshot } from '../world/task.ts';

export function runningTasks(tasks: readonly TaskSnapshot[]): readonly TaskSnapshot[] {
  return tasks.filter((task) => task.lastStatus === 'RUNNING' && task.desiredStatus === 'RUNNING');
}

/** The part of a task's id that people compare. */
export function shortId(arn: string): string {
  return (arn.split('/').at(-1) ?? arn).slice(0, 8);
}
