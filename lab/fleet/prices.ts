/**
 * Where a task finds the prices it needs for every request: in its cache, or, while that is switched off, in a database
 * that is made for the few lookups a cache misses. Asked for all of them it turns most away, which is what becomes of a
 * cache that is bypassed. It must not know who switches what, or why.
 */
import { evenly } from './evenly.ts';

import { pause } from './task-pace.ts';

/** Lookups the database answers for one task at a time; a lookup that finds it busy is refused at once. */
const CONNECTIONS = 1;
/**
 * Real time: at the lab's least traffic, four requests a second and task, two of every three find it busy; and yet it is
 * short of the 750 ms that count as slow, for errors are what is to be seen.
 */
const LOOKUP_MS = 540;

/** Through the load balancer, or past it, as who looks after the task asks. */
export type Asker = 'client' | 'probe';

export interface Prices {
  /** Whether the prices of one request were found. */
  find(asker: Asker): Promise<boolean>;
}

/** Prices of one task. Both are asked anew at every lookup; `cacheFails` is a share of the lookups, 0 to 1. */
export function priceSource(asked: { cacheOn(): boolean; cacheFails(): number }): Prices {
  // Each for itself: one that asks at regular times would else take the failures that are the other's share.
  const fails: Readonly<Record<Asker, (share: number) => boolean>> = { client: evenly(), probe: evenly() };
  let busy = 0;
  return {
    async find(asker) {
      if (asked.cacheOn()) return !fails[asker](asked.cacheFails());
      if (busy >= CONNECTIONS) return false;
      busy += 1;
      await pause(LOOKUP_MS);
      busy -= 1;
      return true;
    },
  };
}
