/** Repetition on any clock, aligned to multiples of the period, as schedules and alarm evaluations are. */
import type { Cancel, Clock } from './clock.ts';

export type Task = () => void | Promise<void>;

/** Runs `task` at every multiple of `periodMs` until cancelled. */
export function repeat(clock: Pick<Clock, 'now' | 'at'>, periodMs: number, task: Task): Cancel {
  let cancel: Cancel = () => undefined;
  const arm = (): void => {
    cancel = clock.at((Math.floor(clock.now() / periodMs) + 1) * periodMs, () => {
      arm();
      return task();
    });
  };
  arm();
  return () => cancel();
}
