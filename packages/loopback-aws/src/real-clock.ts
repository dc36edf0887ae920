/**
 * Cloud time as real time run `speed` times faster, or slower than that while the computer is too busy to keep up. Timers do
 * not keep the process alive (the cloud's server does), and a task that fails is an unhandled rejection: it ends the
 * process instead of leaving a cloud that has quietly lost part of itself.
 */
import type { Cancel, Clock } from './clock.ts';
import { repeat, type Task } from './repeat.ts';

/** How many times slower than it should this computer works; 1 while it keeps up. */
export interface Slowness {
  factor(): number;
}

const KEEPS_UP: Slowness = { factor: () => 1 };

/** The longest delay `setTimeout` accepts; longer waits are made of several. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Real time a Lambda's first call may take on a busy laptop, cold start included. */
const PATIENCE_REAL_MS = 6000;

/** A timer looks again this often whether the pace is another one. */
const LOOK_AGAIN_REAL_MS = 500;

/** How often the clock is read at the least. */
const TICK_MS = 100;
/** Of a longer time in which nothing of this process ran, this much counts: nothing else of the cloud went on either. */
const STALL_MS_MAX = 300;

/** Real time from the moment of the call, `speed` cloud seconds per real second as long as the computer keeps up. */
export function realClock(speed = 1, slowness: Slowness = KEEPS_UP): Clock {
  if (!(speed > 0)) throw new RangeError(`speed must be above 0, not ${speed}`);
  const pace = (): number => speed / slowness.factor();
  let cloudTime = Date.now();
  let readAt = performance.now();
  const now = (): number => {
    const real = performance.now();
    cloudTime += Math.min(real - readAt, STALL_MS_MAX) * pace();
    readAt = real;
    return Math.floor(cloudTime);
  };
  setInterval(now, TICK_MS).unref();

  const at = (due: number, task: Task): Cancel => {
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const left = due - now();
      const wait = Math.ceil(Math.min(left / pace(), Math.max(left / speed, LOOK_AGAIN_REAL_MS)));
      timer = setTimeout(() => (now() < due ? arm() : void task()), Math.min(Math.max(wait, 0), LONGEST_TIMER_MS));
      timer.unref();
    };
    arm();
    return () => clearTimeout(timer);
  };

  return {
    now,
    at,
    after: (realMs, task) => at(now() + realMs * speed, task),
    every: (periodMs, task) => repeat({ now, at }, periodMs, task),
    speed,
    pace,
    sleep: (ms) => new Promise((resolve) => void at(now() + ms, resolve)),
    patience: (ms) => Math.max(ms, PATIENCE_REAL_MS * speed),
    busy: (work) => work(),
    idle: (work) => work(),
  };
}
