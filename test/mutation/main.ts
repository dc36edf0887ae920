/**
 * The mutation check: every defect of the list is put into a copy of the code, one at a time, and its tests or the attack
 * must see it. Ends with 0 only if all were seen, and the code without a defect passes.
 */
import { availableParallelism } from 'node:os';
import { HELP, readArguments } from './arguments.ts';
import { aBench, type Bench, type Look, type Seen } from './bench.ts';
import type { Defect } from './defect.ts';
import { DEFECTS } from './defects.ts';

interface Row {
  readonly defect: Defect;
  readonly seen: Seen;
}

process.exitCode = await main();

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2), DEFECTS);
  switch (given.kind) {
    case 'help':
      process.stdout.write(HELP);
      return 0;
    case 'wrong':
      process.stderr.write(`${given.message}\nnpm run mutation -- --help says more.\n`);
      return 2;
    case 'run':
      return await check(given.defects, given.json);
  }
}

async function check(defects: readonly Defect[], json: boolean): Promise<number> {
  const workers = Math.max(1, Math.min(availableParallelism(), defects.length));
  const benches = await Promise.all(Array.from({ length: workers }, aBench));
  try {
    const unsound = await unsoundness(benches, defects);
    if (unsound !== undefined) {
      process.stderr.write(`The code as it is fails, so the check means nothing: ${unsound}\n`);
      return 1;
    }
    const rows = await tried(benches, defects);
    print(rows, json);
    return rows.every(({ seen }) => seen.by !== undefined) ? 0 : 1;
  } finally {
    for (const bench of benches) bench.close();
  }
}

/** What is seen in the code without a defect: nothing, or what is seen with one means nothing. */
async function unsoundness(benches: readonly Bench[], defects: readonly Defect[]): Promise<string | undefined> {
  process.stderr.write('the code as it is\n');
  const attack: readonly Look[] = defects.some(({ tests }) => tests.length === 0)
    ? [{ tests: [], attacked: true }]
    : [];
  const files = [...new Set(defects.flatMap(({ tests }) => tests))].toSorted();
  const looks = [...attack, ...files.map((file): Look => ({ tests: [file], attacked: false }))];
  const seen = await shared(benches, looks, async (bench, look) => await bench.look(look));
  return seen.find(({ by }) => by !== undefined)?.how;
}

/** Each bench takes the next of the work when it is done with its last. */
async function shared<Work, Result>(
  benches: readonly Bench[],
  all: readonly Work[],
  work: (bench: Bench, one: Work) => Promise<Result>,
): Promise<readonly Result[]> {
  const queue = [...all];
  const results: Result[] = [];
  await Promise.all(
    benches.map(async (bench) => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) results.push(await work(bench, one));
    }),
  );
  return results;
}

async function tried(benches: readonly Bench[], defects: readonly Defect[]): Promise<readonly Row[]> {
  // Those that take the attack take longest: begun first, no bench waits for them in the end.
  const queue = defects.toSorted((a, b) => Number(a.tests.length > 0) - Number(b.tests.length > 0));
  let done = 0;
  const rows = await shared(benches, queue, async (bench, defect): Promise<Row> => {
    const { tests, name } = defect;
    const began = performance.now();
    const seen = await bench.look({ defect, tests, attacked: tests.length === 0 });
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    process.stderr.write(`${(done += 1)} of ${defects.length}: ${name}: ${seen.by ?? 'NOT SEEN'} (${seconds} s)\n`);
    return { defect, seen };
  });
  return defects.flatMap((defect) => rows.filter((row) => row.defect === defect));
}

function print(rows: readonly Row[], json: boolean): void {
  const missed = rows.filter(({ seen }) => seen.by === undefined).map(({ defect }) => defect.name);
  const seen = rows.length - missed.length;
  if (json) {
    console.log(JSON.stringify({ defects: rows.length, seen, missed }));
    return;
  }
  const width = Math.max(...rows.map(({ defect }) => defect.what.length));
  for (const row of rows) {
    console.log(`${row.defect.what.padEnd(width)}  ${(row.seen.by ?? 'NOT SEEN').padEnd(9)}  ${row.seen.how}`);
  }
  console.log(`\n${seen} of ${rows.length} defects seen`);
}
