/** Applications in the middle of work that must not be cut off: they protect their tasks from scale-in, and are done with them. */
import type { FakeService } from '../../support/memory-ports/fake-service.ts';
import { between } from '../engine/chance.ts';

const MINUTE = 60_000;
/** Share of the tasks that are protected as it begins to fail, in worlds where tasks are. */
const PROTECTED = 0.4;

export interface Protecting {
  /** When the service begins to fail, ms. */
  readonly from: number;
  /** A number in [0, 1) for each question. */
  readonly share: (which: number) => number;
}

/** Protects some tasks as the world begins, some until shortly before they fail, a few for longer than a heal waits. */
export function protectTasks({ tasks }: Pick<FakeService, 'tasks'>, { from, share }: Protecting): void {
  for (const [index, task] of tasks.entries()) {
    if (share(2 * index) >= PROTECTED) continue;
    task.protectedUntil = from + between(-5, 150, share(2 * index + 1) ** 2) * MINUTE;
  }
}

/**
 * Protects a task for up to an hour; one that is protected is free from now on.
 * @returns whether there was a task to do it to
 */
export function protectOrFree(
  { tasks }: Pick<FakeService, 'tasks'>,
  draw: (which: number) => number,
  now: number,
): boolean {
  const alive = tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING');
  const task = alive[Math.floor(draw(1) * alive.length)];
  if (task === undefined) return false;
  const isProtected = (task.protectedUntil ?? 0) > now;
  task.protectedUntil = isProtected ? now : now + between(10_000, 60 * MINUTE, draw(2) ** 2);
  return true;
}
