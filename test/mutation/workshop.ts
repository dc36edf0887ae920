/**
 * A copy of the code in a directory of its own, in which a defect can do no harm. It is put in, looked for, and taken
 * out again; the copy is removed in the end.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Defect } from './defects.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COPIED = [
  'core',
  'lambdas',
  'lib',
  'lab',
  'sim',
  'test',
  'runbooks',
  'docs',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
];
/** Worlds the chaos harness plays against one defect: some seconds. */
const WORLDS = 100;
/** Nothing takes so long; a defect may make a loop endless, and that is seen as well. */
const MINUTES_MAX = 3;

export interface Seen {
  /** Who saw it; absent when nobody did. */
  readonly by?: 'chaos' | 'tests';
  /** The first thing it said. */
  readonly how: string;
}

export interface Workshop {
  /** What is seen in the code as it is, by all these tests: nothing, or what is seen of a defect means nothing. */
  sound(tests: readonly string[]): Promise<Seen>;
  tryOut(defect: Defect): Promise<Seen>;
  close(): void;
}

export function aWorkshop(): Workshop {
  const directory = mkdtempSync(join(tmpdir(), 'healer-mutation-'));
  for (const name of COPIED) cpSync(join(ROOT, name), join(directory, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  return {
    sound: (tests) => look(directory, { tests }),
    async tryOut(defect) {
      const path = join(directory, defect.file);
      const sound = readFileSync(path, 'utf8');
      writeFileSync(path, broken(sound, defect));
      try {
        return await look(directory, defect);
      } finally {
        writeFileSync(path, sound);
      }
    },
    close: () => rmSync(directory, { recursive: true }),
  };
}

/** The text with the defect. @throws Error when what it changes is not there, or more than once */
export function broken(sound: string, { name, from, to }: Defect): string {
  const parts = sound.split(from);
  if (parts.length !== 2) throw new Error(`${name}: what it changes is there ${parts.length - 1} times, not once`);
  return parts.join(to);
}

async function look(directory: string, { tests }: Pick<Defect, 'tests'>): Promise<Seen> {
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const tested =
    tests.length > 0 && (await run(directory, [vitest, 'run', '--project', 'virtual', '--bail', '1', ...tests]));
  if (tested !== false && tested.failed) return { by: 'tests', how: firstOf(tested.output, /(?:FAIL|×)\s+(.*)/) };
  const attacked = await run(directory, ['test/chaos/main.ts', '--worlds', String(WORLDS), '--json']);
  if (attacked.failed) return { by: 'chaos', how: firstOf(attacked.output, /"invariant":"([^"]+)"/) };
  return { how: '' };
}

interface Ran {
  readonly failed: boolean;
  readonly output: string;
}

function run(directory: string, given: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, given, {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: MINUTES_MAX * 60_000,
      env: { ...process.env, NO_COLOR: '1' },
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => output.push(data));
    child.stderr.on('data', (data: Buffer) => output.push(data));
    child.on('error', reject);
    child.on('close', (code) => resolve({ failed: code !== 0, output: Buffer.concat(output).toString() }));
  });
}

function firstOf(output: string, pattern: RegExp): string {
  const found = pattern.exec(output)?.[1] ?? output.trim().split('\n').at(-1) ?? '';
  return found.trim().slice(0, 120);
}
