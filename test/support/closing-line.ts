/**
 * A vitest reporter that ends every run with plain lines, for a person at a terminal or continuous integration that reads
 * only its end: `FAILED where: why` for each failure, and `N passed, N failed`. Skipped tests are counted where there are
 * any.
 */
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestModule } from 'vitest/node';

/** Characters of what a test said: enough for the story of a scenario. */
const WHY_MAX = 6_000;

export default class ClosingLine implements Reporter {
  /** Called by vitest once, after all other output of the run. */
  onTestRunEnd(modules: readonly TestModule[], errors: readonly Said[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
    // An error outside any test, a module that could not be loaded and a hook that failed are failures no test counts.
    const failures = [
      ...errors.map((error) => failure('outside any test', [error])),
      ...modules.filter((one) => one.errors().length > 0).map((one) => failure(one.relativeModuleId, one.errors())),
      ...modules.flatMap((module) => [...module.children.allSuites()].flatMap(failuresOfHooks)),
      ...tests.flatMap((test) => {
        const { state, errors: said = [] } = test.result();
        return state === 'failed' ? [failure(`${test.module.relativeModuleId} > ${test.fullName}`, said)] : [];
      }),
    ];
    const skipped = count('skipped');
    const more = skipped > 0 ? `, ${skipped} skipped` : '';
    const lines = [...failures, `${count('passed')} passed, ${failures.length} failed${more}`];
    // After the summary of the default reporter, which is printed in the same tick.
    process.once('exit', () => process.stdout.write(`${lines.join('\n')}\n`));
  }
}

interface Said {
  readonly message?: string;
  readonly diff?: string | undefined;
}

type Suite = Parameters<NonNullable<Reporter['onTestSuiteResult']>>[0];

function failuresOfHooks(suite: Suite): readonly string[] {
  return suite.errors().map((error) => failure(`${suite.module.relativeModuleId} > ${suite.fullName}`, [error]));
}

/** On one line, so that it is found by its first word. */
function failure(where: string, [first]: readonly Said[]): string {
  const why = stripVTControlCharacters(`${first?.message ?? ''} ${first?.diff ?? ''}`);
  return `FAILED ${where}: ${why.replaceAll(/\s+/g, ' ').trim().slice(0, WHY_MAX)}`;
}
