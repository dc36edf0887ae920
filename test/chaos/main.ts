/**
 * The attack from the command line: worlds until there are enough, or one world again. Ends with 0 only if every
 * invariant held in all of them, and everything came up that can where there were enough.
 */
import { runAll } from './all-worlds.ts';
import { HELP, readArguments } from './arguments.ts';
import type { ChaosArguments } from './arguments.ts';
import { NOTHING, runBatch } from './batch.ts';
import type { Figures } from './batch.ts';
import type { Violation } from './invariants/invariant.ts';
import { completenessOf, EXECUTIONS_ENOUGH, gapsOf, refutedIn } from './report/coverage.ts';
import { textOf } from './report/text.ts';
import { shrunk } from './shrink.ts';
import type { Shrunk } from './shrink.ts';

const PROGRESS_MS = 5_000;
/** Time to make violations small, of all of them together, ms; and how many of them. */
const SHRINK_MS = 40_000;
const STORIES_MAX = 5;

process.exitCode = await main();

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  switch (given.kind) {
    case 'help':
      process.stdout.write(HELP);
      return 0;
    case 'wrong':
      process.stderr.write(`${given.message}\nnpm run chaos -- --help says more.\n`);
      return 2;
    case 'run':
      return await run(given);
  }
}

async function run({ seed, worlds, minutes, json }: Extract<ChaosArguments, { kind: 'run' }>): Promise<number> {
  const began = performance.now();
  const ends = began + minutes * 60_000;
  const figures = seed === undefined ? await many(worlds, ends) : await runBatch([seed]);
  const seconds = (performance.now() - began) / 1_000;
  const stories = await storiesOf(figures.violations);
  const { executions, violations, coverage } = figures;
  if (json) process.stdout.write(`${JSON.stringify({ executions, seed: seed ?? 1, violations, coverage })}\n`);
  else process.stdout.write(textOf(figures, seconds, stories));
  // What was asked for world by world was not aimed at anything, and need not have met everything.
  const whole = seed !== undefined || worlds !== undefined || completenessOf(executions, coverage) !== 'incomplete';
  return whole && violations.length === 0 && refutedIn(coverage).length === 0 ? 0 : 1;
}

async function many(worlds: number | undefined, ends: number): Promise<Figures> {
  let told = performance.now();
  return await runAll({
    ...(worlds === undefined ? {} : { worlds }),
    goOn: (figures) => performance.now() < ends && (worlds !== undefined || !isEnough(figures)),
    progress: (figures) => {
      if (performance.now() < told + PROGRESS_MS) return;
      told = performance.now();
      const { executions, worlds: played, violations } = figures;
      process.stderr.write(`${played} worlds, ${executions} executions, ${violations.length} violations\n`);
    },
  });
}

function isEnough(figures: Figures): boolean {
  return figures !== NOTHING && figures.executions >= EXECUTIONS_ENOUGH && gapsOf(figures.coverage).length === 0;
}

/** Of each invariant the violation in the smallest world, made smaller. */
async function storiesOf(violations: readonly Violation[]): Promise<readonly Shrunk[]> {
  const smallest = [...Map.groupBy(violations, ({ invariant }) => invariant).values()].flatMap(
    (all) => all.toSorted((a, b) => a.executions - b.executions || a.seed - b.seed)[0] ?? [],
  );
  const stories: Shrunk[] = [];
  for (const violation of smallest.slice(0, STORIES_MAX)) {
    const ends = performance.now() + SHRINK_MS / STORIES_MAX;
    stories.push(await shrunk(violation, () => performance.now() < ends));
  }
  return stories;
}
