/**
 * `npm run test:oracles`: the lab and the stack against software nobody here wrote. Apart from `npm test`, because it
 * needs Python, Java and their package registries.
 */
import { defineConfig } from 'vitest/config';
import { stretched } from './test/support/stretched.ts';

/** The longest of them deploys a stack, heals a service in real time and deletes the stack again. */
const SLOWEST_TEST_MS = stretched(300_000);

export default defineConfig({
  test: {
    name: 'oracles',
    include: ['test/oracles/*.oracle.ts'],
    globalSetup: ['test/oracles/install/global-setup.ts'],
    reporters: ['default', './test/oracles/report/oracle-report.ts', './test/support/closing-line.ts'],
    setupFiles: ['test/support/property-seed.ts'],
    testTimeout: SLOWEST_TEST_MS,
    hookTimeout: SLOWEST_TEST_MS,
    maxWorkers: 2,
  },
});
