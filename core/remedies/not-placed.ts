/**
 * Tells a task that ECS never started from one that does not get healthy. Without room (port, memory, address,
 * capacity) ECS starts no task, however many are desired; that says nothing about the remedy.
 */
import type { TaskSnapshot } from '../world/task.ts';
import { refused, type Next } from './remedy.ts';

/** A refusal where ECS started no task besides the earlier ones; undefined where it did. */
export function notPlaced(
  { tasksBefore }: { readonly tasksBefore: readonly string[] },
  tasks: readonly Pick<TaskSnapshot, 'arn'>[],
  minutes: number,
): Next | undefined {
  if (tasks.some(({ arn }) => !tasksBefore.includes(arn))) return undefined;
  return refused('tasks-not-placed', `ECS started no further task within ${minutes} minutes: it has no room for one`);
}
