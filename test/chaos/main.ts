/**
 * The attack from the command line: worlds until there are enough, or one world again. Ends with 0 only if every
 * invariant held in all of them, and everything came up that can where there were enough.
 */
import { randomInt } from 'node:crypto';
import { runAll } from './all-worlds.ts';
import { HELP, readArguments, type RunArguments, type SeedRange } from './arguments.ts';
import { NOTHING, type Figures } from './batch.ts';
import type { Violation } from './invariants/invariant.ts';
import { BASES } from './faults/aim.ts';
import { STORM_SEED } from './world/fleet.ts';
import { completenessOf, EXECUTIONS_ENOUGH, gapsOf, refutedIn } from './report/coverage.ts';
import { textOf } from './report/text.ts';
import { shrunk, type Shrunk } from './shrink.ts';

const PROGRESS_MS = 5_000;
/** Time to make violations small, of all of them together, ms; and how many of them. */
const SHRINK_MS = 40_000;
const STORIES_MAX = 5;
/** So many seeds could be played in a day; those of two runs are seldom the same. */
const FRESH_MAX = 50_000;

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

async function run(given: RunArguments): Promise<number> {
  const { minutes, json } = given;
  const seeds = given.seeds ?? freshSeeds(given.worlds);
  const whole = given.seeds === undefined && given.worlds === undefined;
  process.stderr.write(
    `seeds from ${seeds.first} on: npm run chaos -- --seeds ${seeds.first}..${seeds.last} plays them again\n`,
  );
  const began = performance.now();
  const ends = began + minutes * 60_000;
  const figures = await many(seeds, { whole, bail: given.bail, ends });
  const seconds = (performance.now() - began) / 1_000;
  const { executions, violations, coverage } = figures;
  if (json) process.stdout.write(`${JSON.stringify({ executions, seeds, violations, coverage })}\n`);
  else process.stdout.write(textOf(figures, seconds, await storiesOf(violations)));
  // What was asked for world by world was not aimed at anything, and need not have met everything.
  const complete = !whole || completenessOf(executions, coverage) !== 'incomplete';
  return complete && violations.length === 0 && refutedIn(coverage).length === 0 ? 0 : 1;
}

/** Seeds that were not played before: a defect that the same worlds never meet is met sooner or later. */
function freshSeeds(worlds = FRESH_MAX): SeedRange {
  const first = randomInt(STORM_SEED + 1, BASES - worlds);
  return { first, last: first + worlds - 1 };
}

interface Ending {
  readonly whole: boolean;
  readonly bail: boolean;
  readonly ends: number;
}

async function many(seeds: SeedRange, { whole, bail, ends }: Ending): Promise<Figures> {
  let told = performance.now();
  return await runAll({
    seeds,
    whole,
    goOn: (figures) =>
      performance.now() < ends && !(whole && isEnough(figures)) && !(bail && figures.violations.length > 0),
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
