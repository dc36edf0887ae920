/**
 * Looks at one defect after the other in a copy of the code, as its parent tells it: a process of its own, because a defect
 * may make a loop endless, and only the end of its process ends that. It stays warm, so that a look costs the tests alone.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVitest } from 'vitest/node';
import { broken, type Defect } from './defect.ts';
import type { Look, Seen } from './bench.ts';

const directory = process.cwd();
/** Worlds the attack plays against a defect that is for it to see: the first that is broken ends it. */
const SEEDS = '1000..1099';

const vitest = await createVitest('test', {
  root: directory,
  config: false,
  watch: false,
  include: ['test/**/*.test.ts'],
  reporters: [{}],
  // As in the project's own configuration: on a machine that others use too, what is slow is not broken.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  pool: 'threads',
  fileParallelism: false,
  maxWorkers: 1,
});
process.on('message', (look: Look) => {
  answer(look).then(
    (seen) => process.send?.(seen),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.send?.('ready');

async function answer({ defect, tests, attacked }: Look): Promise<Seen> {
  return defect === undefined ? await seenBy(tests, attacked) : await withDefect(defect, () => seenBy(tests, attacked));
}

async function withDefect(defect: Defect, look: () => Promise<Seen>): Promise<Seen> {
  const path = join(directory, defect.file);
  const sound = readFileSync(path, 'utf8');
  put(path, broken(sound, defect));
  try {
    return await look();
  } finally {
    put(path, sound);
  }
}

function put(path: string, text: string): void {
  writeFileSync(path, text);
  vitest.invalidateFile(path);
}

async function seenBy(tests: readonly string[], attacked: boolean): Promise<Seen> {
  const failed = tests.length === 0 ? undefined : await firstFailure(tests);
  if (failed !== undefined) return { by: 'tests', how: failed };
  const violated = attacked ? attack() : undefined;
  return violated === undefined ? { how: '' } : { by: 'chaos', how: violated };
}

/** @throws Error when no test is where the defect says that some are */
async function firstFailure(tests: readonly string[]): Promise<string | undefined> {
  const [first = '', pattern] = (tests.length === 1 ? tests[0] : undefined)?.split('#') ?? [];
  const files = pattern === undefined ? tests : [first];
  if (pattern === undefined) vitest.resetGlobalTestNamePattern();
  else vitest.setGlobalTestNamePattern(new RegExp(pattern));
  const specifications = await vitest.globTestSpecifications([...files]);
  if (specifications.length === 0) throw new Error(`no test is in ${tests.join(' ')}`);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  const asked = new Set(specifications.map(({ moduleId }) => moduleId));
  for (const module of testModules.filter(({ moduleId }) => asked.has(moduleId))) {
    for (const test of module.children.allTests('failed')) return test.fullName;
    if (!module.ok()) return `${module.moduleId} cannot be run`;
  }
  return unhandledErrors.length > 0 ? String(unhandledErrors[0]) : undefined;
}

/** The first invariant that is broken in these worlds; undefined when all hold. */
function attack(): string | undefined {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['test/chaos/main.ts', '--seeds', SEEDS, '--bail', '--json'],
    { cwd: directory, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (status === 0) return undefined;
  return /"invariant":"([^"]+)"/.exec(stdout)?.[1] ?? stderr.trim().split('\n').at(-1) ?? 'it ended';
}
