/**
 * A vitest reporter that ends the run with a table: each oracle, its version, what it proved and how long that took. An
 * oracle that did not run has a row as well, so that no reader takes silence for agreement.
 */
import { basename } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { Proof } from './proved.ts';

export default class OracleReport implements Reporter {
  /** Called by vitest once, after the last test. */
  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules.flatMap(rowsOf);
    // After the summary of the default reporter, which is printed in the same tick.
    process.once('exit', () => process.stdout.write(`\n${table(rows)}\n`));
  }
}

type Row = readonly [oracle: string, version: string, proved: string, seconds: string];

function rowsOf(module: TestModule): readonly Row[] {
  const tests = [...module.children.allTests()];
  const name = basename(module.moduleId, '.oracle.ts');
  const seconds = (module.diagnostic().duration / 1000).toFixed(0);
  const failed = tests.filter((test) => test.result().state === 'failed').length;
  if (!module.ok()) return [[name, '', `FAILED: ${failed} of ${tests.length} tests`, seconds]];
  const passed = tests.filter((test) => test.result().state === 'passed');
  if (passed.length === 0) return [[name, '', 'SKIPPED: its part is not installed, so it proved NOTHING', seconds]];
  const proofs = passed.map(proofOf).filter((proof) => proof !== undefined);
  return proofs.map(({ oracle, version, proved }, index) => {
    const first = index === 0;
    return [first ? oracle : '', first ? version : '', proved, first ? seconds : ''];
  });
}

function proofOf(test: TestCase): Proof | undefined {
  return test.meta().proof;
}

function table(rows: readonly Row[]): string {
  const all: readonly Row[] = [['oracle', 'version', 'proved', 's'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return lines.join('\n');
}
