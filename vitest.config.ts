import { defineConfig } from 'vitest/config';
import { stretched } from './test/support/stretched.ts';

/** Real processes and a real synth take their time on two cores; everything else is virtual time and needs none of it. */
const SLOWEST_TEST_MS = stretched(120_000);

/** Tests that start the fleet: real processes that burn real CPU, so nothing may run beside them. */
const REAL_TIME = ['test/lab-fleet/fleet.test.ts', 'test/lab-scenarios/*.test.ts'];

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
          exclude: REAL_TIME,
          maxWorkers: 2,
          // The files of a worker share what they import, which takes half of the time otherwise: what a test changes in its
          // process, it puts back.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: REAL_TIME,
          fileParallelism: false,
          maxConcurrency: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
