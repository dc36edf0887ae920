/**
 * Tells a task that was never begun from one that does not get well: where ECS finds no room (no port, no memory, no
 * address, no capacity), more tasks can be asked for and never come. That says nothing about a remedy.
 */
import type { TaskSnapshot } from '../world/task.ts';
import { refused } from './remedy.ts';
import type { Next } from './remedy.ts';

/** A refusal where no task beside those of before is to be seen; undefined where one is. */
export function notPlaced(
  { tasksBefore }: { readonly tasksBefore: readonly string[] },
  tasks: readonly Pick<TaskSnapshot, 'arn'>[],
  minutes: number,
): Next | undefined {
  if (tasks.some(({ arn }) => !tasksBefore.includes(arn))) return undefined;
  return refused('tasks-not-placed', `ECS began no further task within ${minutes} minutes: it has no room for one`);
}
