import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { stretched } from './test/support/stretched.ts';

/** Real processes and a real synth take their time on two cores; everything else is virtual time and needs none of it. */
const SLOWEST_TEST_MS = stretched(120_000);

/** Tests that start the fleet: real processes that burn real CPU, so nothing may run beside them. */
const REAL_TIME = 'test/**/*.real.test.ts';
/** Those of them that `npm test` can wait for: what a visitor sees of the lab, and one heal. */
const SMOKE = 'test/**/*.smoke.test.ts';

/**
 * Node keeps what it has compiled, of this and of the CDK, for the processes after it. The workers, what they start and what
 * that starts inherit this; it is emptied by `npm ci`.
 */
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

/** One file at a time, after the projects of smaller order. */
const alone = (name: string, include: string, groupOrder: number) => ({
  extends: true as const,
  test: { name, include: [include], fileParallelism: false, maxConcurrency: 2, sequence: { groupOrder } },
});

export default defineConfig({
  test: {
    reporters: ['default', './test/support/closing-line.ts'],
    setupFiles: ['test/support/property-seed.ts'],
    testTimeout: SLOWEST_TEST_MS,
    hookTimeout: SLOWEST_TEST_MS,
    projects: [
      {
        extends: true,
        test: {
          name: 'virtual',
          include: ['test/**/*.test.ts'],
          exclude: [REAL_TIME, SMOKE],
          maxWorkers: 2,
          // The files of a worker share what they import, which takes half of the time otherwise: what a test changes in its
          // process, it puts back.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      alone('smoke', SMOKE, 1),
      alone('real', REAL_TIME, 2),
    ],
  },
});
