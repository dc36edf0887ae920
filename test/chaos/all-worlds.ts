/**
 * Worlds spread over the processor's cores, seed after seed, until there are enough. Which thread plays which seed
 * changes nothing, because a world depends on nothing but its seed.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { NOTHING, together } from './batch.ts';
import type { Batch, Figures } from './batch.ts';

/** More threads than this would need more memory than they save time. */
const THREADS_MAX = 8;
/** Small enough that all threads end together, large enough that they work rather than talk. */
const BATCH = 8;

export interface AllOptions {
  /** Asked before each batch, with all there is by then. */
  readonly goOn: (figures: Figures) => boolean;
  readonly worldsMax: number;
  readonly progress: (figures: Figures) => void;
}

/** @throws what a thread threw */
export async function runAll({ goOn, worldsMax, progress }: AllOptions): Promise<Figures> {
  let all = NOTHING;
  let next = 1;
  const take = (): Batch | undefined => {
    if (next > worldsMax || !goOn(all)) return undefined;
    const batch = { from: next, count: Math.min(BATCH, worldsMax - next + 1) };
    next += batch.count;
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
