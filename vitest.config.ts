import { defineConfig } from 'vitest/config';

/** Real processes and a real synth take their time on two cores; everything else is virtual time and needs none of it. */
const SLOWEST_TEST_MS = 120_000;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/support/closing-line.ts'],
    testTimeout: SLOWEST_TEST_MS,
    hookTimeout: SLOWEST_TEST_MS,
    maxWorkers: 2,
  },
});
