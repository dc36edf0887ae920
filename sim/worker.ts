/**
 * A thread that simulates one seed after the other, as it is told. It shares nothing with other threads.
 */
import { parentPort } from 'node:worker_threads';
import { simulateSeed } from './measure/simulate-seed.ts';
import type { Task } from './measure/seed-report.ts';

const port = parentPort;
if (port === null) throw new Error('sim/worker.ts runs as a worker of sim/main.ts');
port.on('message', (task: Task) => port.postMessage(simulateSeed(task)));
