/** How a service stands against its desired count. */
import type { Task } from './state.ts';
import type { TaskHealth } from './task-health.ts';

/** A task that should run, and how it stands. */
export interface Standing extends TaskHealth {
  readonly task: Task;
  readonly current: boolean;
}
