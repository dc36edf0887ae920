/**
 * Virtual time: what is to happen when, done in order of time, and among equals in the order it was written down. Never
 * reads a clock.
 */
export interface Agenda {
  /** Time of what is being done, minutes. */
  readonly now: () => number;
  /** @throws Error when `at` is before now: the past cannot be changed */
  readonly add: (at: number, what: () => void) => void;
  /** Does everything, also what is added meanwhile. @throws Error after `stepsMax` steps */
  readonly run: (stepsMax: number) => void;
}

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly what: () => void;
}

export function agendaOf(): Agenda {
  const heap: Entry[] = [];
  let now = 0;
  let order = 0;
  return {
    now: () => now,
    add: (at, what) => {
      if (!(at >= now)) throw new Error(`${at} is before ${now}`);
      heap.push({ at, order: order++, what });
      rise(heap);
    },
    run: (stepsMax) => {
      for (let steps = 0; heap.length > 0; steps++) {
        if (steps >= stepsMax) throw new Error(`nothing ended after ${stepsMax} steps`);
        const next = taken(heap);
        now = next.at;
        next.what();
      }
    },
  };
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** Binary heap: the last entry rises to its place. */
function rise(heap: Entry[]): void {
  let index = heap.length - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!swapped(heap, parent, index)) return;
    index = parent;
  }
}

/** The first entry; the last one takes its place and sinks. */
function taken(heap: Entry[]): Entry {
  const last = heap.pop();
  if (last === undefined) throw new Error('the agenda is empty');
  const first = heap[0];
  if (first === undefined) return last;
  heap[0] = last;
  for (let index = 0; ;) {
    const left = 2 * index + 1;
    const right = left + 1;
    const a = heap[left];
    const b = heap[right];
    if (a === undefined) return first;
    const child = b !== undefined && isBefore(b, a) ? right : left;
    if (!swapped(heap, index, child)) return first;
    index = child;
  }
}

/** Puts the earlier of a parent and its child on top; false when it was there already. */
function swapped(heap: Entry[], parent: number, child: number): boolean {
  const above = heap[parent];
  const below = heap[child];
  if (above === undefined || below === undefined || !isBefore(below, above)) return false;
  heap[parent] = below;
  heap[child] = above;
  return true;
}
