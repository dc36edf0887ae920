/**
 * A vitest reporter that ends every run with one plain line, `N passed, N failed`, for whoever reads only the last line:
 * a person at a terminal, or continuous integration. Tests that were skipped are named where there are any.
 */
import type { Reporter, TestModule } from 'vitest/node';

export default class ClosingLine implements Reporter {
  /** Called by vitest once, after all other output of the run. */
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let [passed, skipped] = [0, 0];
    // A module that could not even be loaded, and an error outside any test, are failures no test counts.
    let failed = errors.length + modules.filter((module) => module.errors().length > 0).length;
    for (const module of modules) {
      // A hook that failed leaves its tests without a result.
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        if (test.result().state === 'passed') passed += 1;
        if (test.result().state === 'failed') failed += 1;
        if (test.result().state === 'skipped') skipped += 1;
      }
    }
    // After the summary of the default reporter, which is printed in the same tick.
    const more = skipped > 0 ? `, ${skipped} skipped` : '';
    process.once('exit', () => process.stdout.write(`${passed} passed, ${failed} failed${more}\n`));
  }
}
