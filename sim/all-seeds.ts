/**
 * Seeds spread over the processor's cores. Which thread simulates which seed changes nothing, because a seed's world
 * depends on nothing but the seed.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SeedReport, Task } from './measure/simulate-seed.ts';

/** More threads than this would need more memory than they save time. */
const THREADS_MAX = 8;

/** @param done called after each seed, with how many are done @throws what a thread threw */
export async function simulateAll(
  tasks: readonly Task[],
  done: (count: number) => void,
): Promise<readonly SeedReport[]> {
  const waiting = [...tasks];
  const reports: SeedReport[] = [];
  const finished = (report: SeedReport): void => {
    reports.push(report);
    done(reports.length);
  };
  const threads = Math.min(THREADS_MAX, availableParallelism(), tasks.length);
  await Promise.all(Array.from({ length: threads }, async () => await work(waiting, finished)));
  return reports.toSorted((a, b) => a.seed - b.seed);
}

/** One thread, until nothing waits. */
async function work(waiting: Task[], finished: (report: SeedReport) => void): Promise<void> {
  const worker = new Worker(new URL('worker.ts', import.meta.url));
  try {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      finished(await simulated(worker, task));
    }
  } finally {
    await worker.terminate();
  }
}

async function simulated(worker: Worker, task: Task): Promise<SeedReport> {
  return await new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (report: SeedReport) => {
      worker.off('error', reject);
      resolve(report);
    });
    worker.postMessage(task);
  });
}
