/**
 * Worlds spread over the processor's cores, seed after seed, until there are enough; in between such that are aimed at what
 * never came up. Which thread plays which seed changes nothing, because a world depends on nothing but its seed.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { nextAims } from './next-aims.ts';
import { NOTHING, seedsFrom, together } from './batch.ts';
import type { Batch, Figures } from './batch.ts';
import { BASES } from './faults/aim.ts';

/** More threads than this would need more memory than they save time. */
const THREADS_MAX = 8;
/** Small enough that all threads end together, large enough that they work rather than talk. */
const BATCH = 8;
/** One batch of so many is not aimed, once there is something to aim at: it finds calls that nobody has seen yet. */
const UNAIMED_EVERY = 4;
/** Before this many executions most of what never came up will yet, and few worlds are known in which it could. */
const AIM_AFTER = 8_000;

export interface AllOptions {
  /** Asked before each batch, with all there is by then. */
  readonly goOn: (figures: Figures) => boolean;
  /** So many worlds and no other; absent for as many as it takes, and some of them aimed. */
  readonly worlds?: number;
  readonly progress: (figures: Figures) => void;
}

/** @throws what a thread threw */
export async function runAll({ goOn, worlds, progress }: AllOptions): Promise<Figures> {
  let all = NOTHING;
  let [next, batches] = [1, 0];
  const tried = new Set<number>();
  const take = (): Batch | undefined => {
    if (next > (worlds ?? BASES - 1) || !goOn(all)) return undefined;
    const isAimed = worlds === undefined && all.executions >= AIM_AFTER && batches++ % UNAIMED_EVERY !== 0;
    const aims = isAimed ? nextAims(all, tried, BATCH) : [];
    if (aims.length > 0) return aims;
    const batch = seedsFrom(next, Math.min(BATCH, (worlds ?? BASES - 1) - next + 1));
    next += batch.length;
    return batch;
  };
  const done = (figures: Figures): void => {
    all = together(all, figures);
    progress(all);
  };
  const threads = Math.min(THREADS_MAX, availableParallelism());
  await Promise.all(Array.from({ length: threads }, async () => await work(take, done)));
  return { ...all, violations: all.violations.toSorted((a, b) => a.seed - b.seed) };
}

/** One thread, until nothing waits. */
async function work(take: () => Batch | undefined, done: (figures: Figures) => void): Promise<void> {
  const worker = new Worker(new URL('worker.ts', import.meta.url));
  try {
    for (let batch = take(); batch !== undefined; batch = take()) done(await played(worker, batch));
  } finally {
    await worker.terminate();
  }
}

async function played(worker: Worker, batch: Batch): Promise<Figures> {
  return await new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (figures: Figures) => {
      worker.off('error', reject);
      resolve(figures);
    });
    worker.postMessage(batch);
  });
}
