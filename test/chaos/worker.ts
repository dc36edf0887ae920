/** A thread that plays one batch of worlds after the other, as it is told. It shares nothing with other threads. */
import { parentPort } from 'node:worker_threads';
import { runBatch, type Batch } from './batch.ts';

const port = parentPort;
if (port === null) throw new Error('test/chaos/worker.ts runs as a worker of test/chaos/main.ts');
port.on('message', (batch: Batch) => {
  runBatch(batch).then(
    (figures) => port.postMessage(figures),
    (error: unknown) => {
      // Thrown outside the promise, so that the thread ends with it.
      setImmediate(() => {
        throw error;
      });
    },
  );
});
