/**
 * The simulator from the command line: policies against each other on the same incidents, in virtual time. Ends with 0
 * only if every invariant held. Or recorded decisions once more, with other runbooks.
 */
import { writeFileSync } from 'node:fs';
import { readArguments, type RunArguments } from './arguments.ts';
import { reportOf, type Report } from './measure/report.ts';
import type { SeedReport } from './measure/seed-report.ts';
import { replayFiles } from './replay/replay-files.ts';
import { HELP } from './report/help.ts';
import { metastablePlotOf } from './report/metastable-plot.ts';
import { pageOf } from './report/page.ts';
import { plotOf } from './report/plot.ts';
import { textOf } from './report/text.ts';
import { onThreads } from './threads.ts';

process.exitCode = await main();

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  switch (given.kind) {
    case 'help':
      process.stdout.write(HELP);
      return 0;
    case 'wrong':
      process.stderr.write(`${given.message}\nnode sim/main.ts --help says more.\n`);
      return 2;
    case 'replay':
      return replayFiles(given);
    case 'run':
      return await run(given);
  }
}

async function run({ seeds, incidents, policies, json, writeDocs }: RunArguments): Promise<number> {
  const tasks = seeds.map((seed) => ({ seed, incidents, policies }));
  process.stderr.write(`${seeds.length} × ${incidents} incidents, ${policies.length} policies\n`);
  const reports: SeedReport[] = [];
  // A seed's world depends on nothing but the seed, so each is played by whichever thread is free.
  await onThreads(
    new URL('worker.ts', import.meta.url),
    () => tasks.shift(),
    (report) => process.stderr.write(`${reports.push(report as SeedReport)} of ${seeds.length} seeds\n`),
  );
  const report = reportOf(reports, incidents);
  if (writeDocs) write(report);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : textOf(report));
  return report.violations.length === 0 ? 0 : 1;
}

function write(report: Report): void {
  const docs = new URL('../docs/', import.meta.url);
  writeFileSync(new URL('simulation.md', docs), pageOf(report));
  writeFileSync(new URL('simulation.svg', docs), plotOf(report));
  writeFileSync(new URL('metastable.svg', docs), metastablePlotOf(report.metastable));
}
