/**
 * The one source of time in the cloud. Everything that waits, expires or measures asks a clock, so the same cloud runs
 * in real time, in compressed real time (`speed` > 1) and in virtual time where a test advances it by hand.
 * Nothing in this package may call `Date.now`, `setTimeout` or `setInterval` itself.
 */

/** Stops what was scheduled; calling it again, or after the run, does nothing. */
export type Cancel = () => void;

export interface Clock {
  /** Cloud time in milliseconds since the epoch. */
  now(): number;
  /** Runs `task` once at cloud time `at` (ms since the epoch); at once (never synchronously) if that has passed. */
  at(at: number, task: () => void | Promise<void>): Cancel;
  /** Runs `task` every `periodMs` of cloud time, aligned to multiples of `periodMs` since the epoch. */
  every(periodMs: number, task: () => void | Promise<void>): Cancel;
  /** Resolves after `ms` of cloud time. */
  sleep(ms: number): Promise<void>;
  /** Cloud seconds per real second; 1 in virtual time. */
  readonly speed: number;
  /** Cloud seconds per real second just now: less than `speed` while the computer is too busy. */
  pace(): number;
  /**
   * Runs `task` after `realMs` real milliseconds, or as much later as the computer is slower than it should be: for limits
   * of work that really runs.
   */
  after(realMs: number, task: () => void): Cancel;
  /**
   * Cloud milliseconds to grant to work that really runs and should take `ms`. Compressed time grants more than `ms`,
   * because a cold start that takes 200 real milliseconds would otherwise be minutes of cloud time.
   */
  patience(ms: number): number;
  /** Keeps virtual time still while `work` really runs. The work must not wait on this clock (see `idle`). */
  busy<T>(work: () => Promise<T>): Promise<T>;
  /** The part of a busy work that does wait on this clock: virtual time may pass while `work` is pending. */
  idle<T>(work: () => Promise<T>): Promise<T>;
}

export interface VirtualClock extends Clock {
  /** Runs everything due in the next `ms`, in order, awaiting each task before time moves on. */
  advance(ms: number): Promise<void>;
}
