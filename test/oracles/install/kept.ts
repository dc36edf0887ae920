/**
 * Keeps what was installed under the hash of everything it was made from: a second run installs nothing, a changed list
 * everything. An installation that broke off leaves no mark and is made again.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Where the pinned lists and programs are. */
export const PARTS = join(import.meta.dirname, '../parts');

export interface Made {
  /** As the progress calls it. */
  readonly what: string;
  /** What else it depends on: the version of the language. */
  readonly salt: string;
  readonly files: readonly string[];
}

/** Runs `make` unless `directory` was made from the same. */
export async function keep(directory: string, { what, salt, files }: Made, make: () => Promise<void>): Promise<void> {
  const hash = createHash('sha256').update(salt);
  for (const file of files) hash.update(readFileSync(file));
  const digest = hash.digest('hex');
  const mark = join(directory, 'made-from');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === digest) return say(`${what} parts are installed already`);
  say(`installing ${what} parts: ${files.map((file) => basename(file)).join(', ')} …`);
  const started = performance.now();
  await make();
  mkdirSync(directory, { recursive: true });
  writeFileSync(mark, digest);
  say(`installed ${what} parts in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

function say(text: string): void {
  process.stdout.write(`[oracles] ${text}\n`);
}
