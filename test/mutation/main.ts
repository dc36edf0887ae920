/**
 * The mutation check: every defect of the list is put into a copy of the code, one at a time, and its tests or the attack
 * must see it. Ends with 0 only if all were seen, and the code without a defect passes.
 */
import { availableParallelism } from 'node:os';
import { readArguments } from './arguments.ts';
import { aBench } from './bench.ts';
import type { Bench, Seen } from './bench.ts';
import type { Defect } from './defect.ts';
import { DEFECTS } from './defects.ts';

interface Row {
  readonly defect: Defect;
  readonly seen: Seen;
}

const given = readArguments(process.argv.slice(2), DEFECTS);
if (given.kind === 'wrong') {
  process.stderr.write(`${given.message}\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await check(given.defects, given.json);
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
  const files = [...new Set(defects.flatMap(({ tests }) => tests))].toSorted();
  const attacked = defects.some(({ tests }) => tests.length === 0);
  const seen = await Promise.all(
    benches.map(async (bench, index) => {
      const tests = files.filter((_, at) => at % benches.length === index);
      return await bench.look({ tests, attacked: attacked && index === 0 });
    }),
  );
  return seen.find(({ by }) => by !== undefined)?.how;
}

async function tried(benches: readonly Bench[], defects: readonly Defect[]): Promise<readonly Row[]> {
  // Those that take the attack take longest: begun first, no bench waits for them in the end.
  const queue = defects.toSorted((a, b) => Number(a.tests.length > 0) - Number(b.tests.length > 0));
  const rows: Row[] = [];
  await Promise.all(
    benches.map(async (bench) => {
      for (let defect = queue.shift(); defect !== undefined; defect = queue.shift()) {
        const { tests } = defect;
        const seen = await bench.look({ defect, tests, attacked: tests.length === 0 });
        rows.push({ defect, seen });
        process.stderr.write(`${rows.length} of ${defects.length}: ${defect.name}: ${seen.by ?? 'NOT SEEN'}\n`);
      }
    }),
  );
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
