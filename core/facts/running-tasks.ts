/** Tasks that run and are meant to go on: what serves now, as far as ECS knows. */
import type { TaskSnapshot } from '../world/task.ts';

export function runningTasks(tasks: readonly TaskSnapshot[]): readonly TaskSnapshot[] {
  return tasks.filter((task) => task.lastStatus === 'RUNNING' && task.desiredStatus === 'RUNNING');
}

/** As much of a task's id as a person compares. */
export function shortId(arn: string): string {
  return (arn.split('/').at(-1) ?? arn).slice(0, 8);
}
