/**
 * Work spread over the processor's cores, for the simulator and the attack. Which thread does which piece must change nothing:
 * what a piece comes to depends on the piece alone.
 */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** More threads than this would need more memory than they save time. */
const THREADS_MAX = 8;

/**
 * Each thread takes the next piece when it is done with its last, until nothing is left.
 * @param script answers each message with one, by `parentPort`
 * @param take the next piece, undefined when nothing is left
 * @throws what a thread threw
 */
export async function onThreads(script: URL, take: () => unknown, done: (result: unknown) => void): Promise<void> {
  const work = async (): Promise<void> => {
    let piece = take();
    if (piece === undefined) return;
    const worker = new Worker(script);
    try {
      for (; piece !== undefined; piece = take()) {
        worker.postMessage(piece);
        const [result] = (await once(worker, 'message')) as readonly unknown[];
        done(result);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(THREADS_MAX, availableParallelism()) }, work));
}
