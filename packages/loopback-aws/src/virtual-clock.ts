/**
 * Cloud time that moves only when a test says so: a day of waiting costs milliseconds and every run is the same. Time
 * stands still while real work (a Lambda in its worker, an HTTP call it makes) is under way, so a state machine
 * waiting for a Lambda never sees its timeout pass by accident. What is due now runs by itself; the future waits for
 * `advance`.
 */
import type { Cancel, VirtualClock } from './clock.ts';
import { repeat, type Task } from './repeat.ts';

interface Due {
  readonly at: number;
  readonly task: Task;
}

/** Lets promise chains and callbacks that are already under way come to rest. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

interface WorkGate {
  during<T>(by: 1 | -1, work: () => Promise<T>): Promise<T>;
  /** Resolves when no real work is under way. */
  settle(): Promise<void>;
}

function workGate(): WorkGate {
  const state = { working: 0 };
  let waiting: (() => void)[] = [];
  const change = (by: number): void => {
    state.working += by;
    if (state.working > 0) return;
    for (const resume of waiting) resume();
    waiting = [];
  };
  return {
    async during(by, work) {
      change(by);
      try {
        return await work();
      } finally {
        change(-by);
      }
    },
    async settle() {
      await turn();
      while (state.working > 0) {
        await new Promise<void>((resolve) => void waiting.push(resolve));
        await turn();
      }
    },
  };
}

/** The tasks to come, in order of time and then of arrival. */
function agenda(): { add(due: Due): Cancel; takeUntil(time: number): Due | undefined } {
  const dues: Due[] = [];
  return {
    add(due) {
      let index = dues.length;
      while (index > 0 && (dues[index - 1]?.at ?? 0) > due.at) index -= 1;
      dues.splice(index, 0, due);
      return () => {
        const at = dues.indexOf(due);
        if (at >= 0) dues.splice(at, 1);
      };
    },
    takeUntil: (time) => ((dues[0]?.at ?? Infinity) <= time ? dues.shift() : undefined),
  };
}

/** Virtual time from `startMs`. `advance` rejects when a task it ran failed; time then stands at that task. */
export function virtualClock(startMs: number): VirtualClock {
  const gate = workGate();
  const tasks = agenda();
  let time = startMs;
  let running: Promise<void> = Promise.resolve();

  const run = async (target: number): Promise<void> => {
    await gate.settle();
    for (let due = tasks.takeUntil(target); due !== undefined; due = tasks.takeUntil(target)) {
      time = Math.max(time, due.at);
      await due.task();
      await gate.settle();
    }
    time = Math.max(time, target);
  };
  const advance = (ms: number): Promise<void> => {
    const result = running.then(() => run(time + ms));
    running = result.catch(() => undefined); // The caller of this advance gets the error; the next one starts afresh.
    return result;
  };
  const at = (when: number, task: Task): Cancel => {
    if (when <= time) setImmediate(() => void advance(0));
    return tasks.add({ at: Math.max(when, time), task });
  };

  return {
    now: () => time,
    at,
    every: (periodMs, task) => repeat({ now: () => time, at }, periodMs, task),
    sleep: (ms) => new Promise((resolve) => void at(time + ms, resolve)),
    speed: 1,
    pace: () => 1,
    after(realMs, task) {
      const timer = setTimeout(task, realMs);
      return () => clearTimeout(timer);
    },
    patience: (ms) => ms,
    busy: (work) => gate.during(1, work),
    idle: (work) => gate.during(-1, work),
    advance,
  };
}
