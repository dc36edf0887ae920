/** A binary heap: the entry that is before all others is first, and is taken first. */
export interface Heap<Entry> {
  readonly size: () => number;
  readonly first: () => Entry | undefined;
  readonly add: (entry: Entry) => void;
  /** Removes the first one; undefined when there is none. */
  readonly take: () => Entry | undefined;
}

export function heapOf<Entry>(isBefore: (a: Entry, b: Entry) => boolean): Heap<Entry> {
  const entries: Entry[] = [];
  /** Puts the earlier of a parent and its child on top; false when it was there already. */
  const swapped = (parent: number, child: number): boolean => {
    const [above, below] = [entries[parent], entries[child]];
    if (above === undefined || below === undefined || !isBefore(below, above)) return false;
    entries[parent] = below;
    entries[child] = above;
    return true;
  };
  return {
    size: () => entries.length,
    first: () => entries[0],
    add: (entry) => {
      let index = entries.push(entry) - 1;
      while (index > 0) {
        const parent = (index - 1) >> 1;
        if (!swapped(parent, index)) return;
        index = parent;
      }
    },
    take: () => {
      const last = entries.pop();
      const first = entries[0];
      if (first === undefined || last === undefined) return last;
      entries[0] = last;
      for (let index = 0; ;) {
        const left = 2 * index + 1;
        const [a, b] = [entries[left], entries[left + 1]];
        if (a === undefined) return first;
        const child = b !== undefined && isBefore(b, a) ? left + 1 : left;
        if (!swapped(index, child)) return first;
        index = child;
      }
    },
  };
}
