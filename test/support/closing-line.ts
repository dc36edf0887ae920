/**
 * A vitest reporter that ends every run with plain lines, for whoever reads only the end of it, a person at a terminal or
 * continuous integration: `FAILED file > test: why` of each test that failed, and `N passed, N failed`. Tests that were
 * skipped are counted where there are any.
 */
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Characters of what a test said: enough for the story of a scenario. */
const WHY_MAX = 6_000;

export default class ClosingLine implements Reporter {
  /** Called by vitest once, after all other output of the run. */
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let [passed, skipped] = [0, 0];
    // A module that could not even be loaded, and an error outside any test, are failures no test counts.
    const told: string[] = [];
    let failed = errors.length + modules.filter((module) => module.errors().length > 0).length;
    for (const module of modules) {
      // A hook that failed leaves its tests without a result.
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        if (test.result().state === 'passed') passed += 1;
        if (test.result().state === 'failed') {
          failed += 1;
          told.push(failedLine(test));
        }
        if (test.result().state === 'skipped') skipped += 1;
      }
    }
    // After the summary of the default reporter, which is printed in the same tick.
    const more = skipped > 0 ? `, ${skipped} skipped` : '';
    process.once('exit', () => process.stdout.write(`${told.join('')}${passed} passed, ${failed} failed${more}\n`));
  }
}

function failedLine(test: TestCase): string {
  const [error] = test.result().errors ?? [];
  const why = [error?.message ?? '', error?.diff ?? ''].map((text) => stripVTControlCharacters(text)).join(' ');
  const line = why.replaceAll(/\s+/g, ' ').slice(0, WHY_MAX);
  return `FAILED ${test.module.relativeModuleId} > ${test.fullName}: ${line}\n`;
}
