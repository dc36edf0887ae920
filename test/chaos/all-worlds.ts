/**
 * Worlds spread over the processor's cores, seed after seed, until there are enough; in between such that are aimed at what
 * never came up. Which thread plays which seed changes nothing, because a world depends on nothing but its seed.
 */
import { onThreads } from '../../sim/threads.ts';
import { nextAims } from './next-aims.ts';
import { NOTHING, seedsFrom, together, type Batch, type Figures } from './batch.ts';
import type { SeedRange } from './arguments.ts';
import { STORM_SEED } from './world/fleet.ts';

/** Small enough that all threads end together, large enough that they work rather than talk. */
const BATCH = 8;
/** One batch of so many is not aimed, once there is something to aim at: it finds calls that were not seen yet. */
const UNAIMED_EVERY = 4;
/** Before this many executions most of what never came up will yet, and few worlds are known in which it could. */
const AIM_AFTER = 8_000;

export interface AllOptions {
  /** Asked before each batch, with all there is by then. */
  readonly goOn: (figures: Figures) => boolean;
  /** The worlds of these seeds, unless the caller says that it is enough; in a whole run some more are aimed. */
  readonly seeds: SeedRange;
  /** A whole run begins with the world of a thousand services, and aims at what never came up. */
  readonly whole: boolean;
  readonly progress: (figures: Figures) => void;
}

/** @throws what a thread threw */
export async function runAll({ goOn, seeds, whole, progress }: AllOptions): Promise<Figures> {
  let all = NOTHING;
  let [next, batches] = [seeds.first, 0];
  let begun = !whole;
  const tried = new Set<number>();
  const take = (): Batch | undefined => {
    if (!goOn(all)) return undefined;
    if (!begun) {
      begun = true;
      return [STORM_SEED];
    }
    if (next > seeds.last) return undefined;
    const isAimed = whole && all.executions >= AIM_AFTER && batches++ % UNAIMED_EVERY !== 0;
    const aims = isAimed ? nextAims(all, tried, BATCH) : [];
    if (aims.length > 0) return aims;
    const batch = seedsFrom(next, Math.min(BATCH, seeds.last - next + 1));
    next += batch.length;
    return batch;
  };
  const done = (figures: unknown): void => {
    all = together(all, figures as Figures);
    progress(all);
  };
  await onThreads(new URL('worker.ts', import.meta.url), take, done);
  return { ...all, violations: all.violations.toSorted((a, b) => a.seed - b.seed) };
}
