/**
 * Virtual time: what is to happen when, done in order of time, and among equals in the order it was written down. Never
 * reads a clock.
 */
import { heapOf } from './heap.ts';

export interface Agenda {
  /** Time of what is being done, minutes. */
  readonly now: () => number;
  /** @throws Error when `at` is before now: the past cannot be changed */
  readonly add: (at: number, what: () => void) => void;
  /**
   * Does everything, also what is added meanwhile. @throws Error after `stepsMax` steps
   * @param until what is due then or later is left undone; nothing is, where it is absent
   */
  readonly run: (stepsMax: number, until?: number) => void;
}

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly what: () => void;
}

export function agendaOf(): Agenda {
  const heap = heapOf(isBefore);
  let now = 0;
  let order = 0;
  return {
    now: () => now,
    add: (at, what) => {
      if (!(at >= now)) throw new Error(`${at} is before ${now}`);
      heap.add({ at, order: order++, what });
    },
    run: (stepsMax, until = Infinity) => {
      let steps = 0;
      for (let next = heap.take(); next !== undefined && next.at < until; next = heap.take()) {
        if (steps++ >= stepsMax) throw new Error(`nothing ended after ${stepsMax} steps`);
        now = next.at;
        next.what();
      }
    },
  };
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
