/**
 * The mutation check: every defect of the list is put into a copy of the safety code, one at a time, and the chaos
 * harness or the tests must see it. Ends with 0 only if all were seen, and the code without a defect passes.
 */
import { availableParallelism } from 'node:os';
import { DEFECTS } from './defects.ts';
import type { Defect } from './defects.ts';
import { aWorkshop } from './workshop.ts';
import type { Seen } from './workshop.ts';

interface Row {
  readonly defect: Defect;
  readonly seen: Seen;
}

const wanted = process.argv.slice(2);
const defects = wanted.length === 0 ? DEFECTS : DEFECTS.filter(({ name }) => wanted.includes(name));
const unknown = wanted.filter((name) => !DEFECTS.some((defect) => defect.name === name));

if (unknown.length > 0) {
  const names = DEFECTS.map(({ name }) => name).join(', ');
  process.stderr.write(`There is no defect ${unknown.join(', ')} (allowed: ${names}; without any, all)\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await check();
}

async function check(): Promise<number> {
  if (!(await isSound())) return 1;
  const queue = [...defects];
  const rows: Row[] = [];
  const workers = Math.min(availableParallelism(), queue.length);
  await Promise.all(Array.from({ length: workers }, () => work(queue, rows)));
  print(rows);
  return rows.every(({ seen }) => seen.by !== undefined) ? 0 : 1;
}

/** Without a defect nothing may be seen. */
async function isSound(): Promise<boolean> {
  process.stderr.write('the code as it is\n');
  const workshop = aWorkshop();
  try {
    const { by, how } = await workshop.sound([...new Set(defects.flatMap(({ tests }) => tests))]);
    if (by !== undefined) process.stderr.write(`The code as it is fails, so the check means nothing: ${how}\n`);
    return by === undefined;
  } finally {
    workshop.close();
  }
}

/** One copy of the code, in which one defect after the other is tried. */
async function work(queue: Defect[], rows: Row[]): Promise<void> {
  const workshop = aWorkshop();
  try {
    for (let defect = queue.shift(); defect !== undefined; defect = queue.shift()) {
      const seen = await workshop.tryOut(defect);
      rows.push({ defect, seen });
      process.stderr.write(`${rows.length} of ${defects.length}: ${defect.name}: ${seen.by ?? 'NOT SEEN'}\n`);
    }
  } finally {
    workshop.close();
  }
}

function print(rows: readonly Row[]): void {
  const ordered = defects.flatMap((defect) => rows.filter((row) => row.defect === defect));
  const width = Math.max(...ordered.map(({ defect }) => defect.what.length));
  for (const { defect, seen } of ordered) {
    console.log(`${defect.what.padEnd(width)}  ${(seen.by ?? 'NOT SEEN').padEnd(9)}  ${seen.how}`);
  }
  const missed = ordered.filter(({ seen }) => seen.by === undefined).length;
  console.log(`\n${ordered.length - missed} of ${ordered.length} defects seen`);
}
