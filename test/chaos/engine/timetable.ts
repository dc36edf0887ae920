/**
 * Virtual time: what is to happen when. One entry is done at a time, and everything that follows from it without
 * waiting happens before the next, so a run is a sequence, however many executions are under way. Among entries of
 * the same moment chance decides. It must not know what any entry is.
 */
import { heapOf } from '../../../sim/engine/heap.ts';
import type { Chance } from './chance.ts';

export interface Timetable {
  /** Ms since the epoch. */
  readonly now: () => number;
  /** Something of the world itself, over when it returns. What is asked for in the past happens now. */
  readonly at: (time: number, what: () => void) => void;
  /** As `at`, where a caller waits for it and goes on. */
  readonly wake: (time: number, what: () => void) => void;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Until nothing is left, or that time. @returns whether nothing is left */
  readonly run: (until: number) => Promise<boolean>;
  /** Entries done. */
  readonly done: () => number;
}

interface Entry {
  readonly time: number;
  readonly tie: number;
  readonly wakes: boolean;
  readonly what: () => void;
}

export function timetableOf(start: number, chance: Chance): Timetable {
  const heap = heapOf(isBefore);
  let [now, added, done] = [start, 0, 0];
  const add = (time: number, wakes: boolean, what: () => void): void => {
    added += 1;
    heap.add({ time: Math.max(now, time), tie: chance('tie', added), wakes, what });
  };
  return {
    now: () => now,
    done: () => done,
    at: (time, what) => add(time, false, what),
    wake: (time, what) => add(time, true, what),
    sleep: (milliseconds) => new Promise((resolve) => add(now + milliseconds, true, resolve)),
    async run(until) {
      // The one that was started before begins first.
      await settled();
      for (let next = heap.first(); next !== undefined && next.time <= until; next = heap.first()) {
        heap.take();
        now = next.time;
        done += 1;
        next.what();
        if (next.wakes) await settled();
      }
      return heap.size() === 0;
    },
  };
}

/**
 * Everything that waits for nothing but a promise that is kept has gone on by then: Node takes the next tick only when no
 * such work is left. A turn of the event loop would do as well, and takes a third of the time of a whole run.
 */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && a.tie < b.tie);
}
