/** All additions in one copy of the project: it compiles with them, their own tests pass, and those that each names. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectCopy } from '../support/project-copy.ts';
import { stretched } from '../support/stretched.ts';
import type { Edit } from './addition.ts';
import { ADDITIONS } from './additions.ts';

const LONGEST_MS = stretched(180_000);

let copy = '';

beforeAll(() => {
  copy = projectCopy();
  for (const edit of ADDITIONS.flatMap(({ edits }) => edits)) apply(edit);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function apply(edit: Edit): void {
  const file = join(copy, edit.file);
  mkdirSync(dirname(file), { recursive: true });
  const text = 'content' in edit ? edit.content : readFileSync(file, 'utf8').replace(edit.from, () => edit.to);
  writeFileSync(file, text);
}

/** What the command prints; it rejects with that where the command fails. */
async function run(command: string, args: readonly string[]): Promise<string> {
  const bin = join(copy, 'node_modules/.bin', command);
  const ended = promisify(execFile)(bin, args, { cwd: copy, env: { ...process.env, NO_COLOR: '1' } });
  return await ended.then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }) => {
      throw new Error(`${command} ${args.join(' ')} failed: ${stdout}${stderr}`);
    },
  );
}

it.each(['tsconfig.json', 'core/tsconfig.json'])('compiles: %s', { timeout: LONGEST_MS }, async (project) => {
  expect(await run('tsc', ['-p', project, '--noEmit'])).toBe('');
});

it('passes the tests, with its documents written anew', { timeout: LONGEST_MS }, async () => {
  await run('node', ['--conditions=healer-source', 'bin/write-schema.ts']);
  const tests = new Set(ADDITIONS.flatMap((addition) => addition.tests));
  expect(await run('vitest', ['run', '--project', 'virtual', ...tests])).toMatch(/^\d+ passed, 0 failed/m);
});
