/**
 * Lab time as real time run `speed` times faster. Timers do not keep the process alive (the cloud's server does), and
 * a task that fails is an unhandled rejection: it ends the process instead of leaving a lab that has quietly lost
 * part of itself.
 */
import type { Cancel, Clock } from './clock.ts';
import { repeat, type Task } from './repeat.ts';

/** The longest delay `setTimeout` accepts; longer waits are made of several. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Real time a Lambda's first call may take on a busy laptop, cold start included. */
const PATIENCE_REAL_MS = 6000;

/** Real time from the moment of the call, `speed` lab seconds per real second. */
export function realClock(speed = 1): Clock {
  if (!(speed > 0)) throw new RangeError(`speed must be above 0, not ${speed}`);
  const origin = Date.now();
  const started = performance.now();
  const now = (): number => Math.floor(origin + (performance.now() - started) * speed);

  const at = (due: number, task: Task): Cancel => {
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const wait = Math.ceil((due - now()) / speed);
      timer = setTimeout(() => (now() < due ? arm() : void task()), Math.min(Math.max(wait, 0), LONGEST_TIMER_MS));
      timer.unref();
    };
    arm();
    return () => clearTimeout(timer);
  };

  return {
    now,
    at,
    every: (periodMs, task) => repeat({ now, at }, periodMs, task),
    speed,
    sleep: (ms) => new Promise((resolve) => void at(now() + ms, resolve)),
    patience: (ms) => Math.max(ms, PATIENCE_REAL_MS * speed),
    busy: (work) => work(),
    idle: (work) => work(),
  };
}
