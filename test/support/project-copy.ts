/** A copy of the project in a directory of its own, where tests may change its code. */
import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COPIED = [
  'core',
  'lambdas',
  'lib',
  'lab',
  'packages',
  'sim',
  'cli',
  'bin',
  'test',
  'runbooks',
  'docs',
  'package.json',
  'cdk.json',
  'tsconfig.json',
  'vitest.config.ts',
  'healer.config.ts',
];
/** Its directory; the caller removes it. The installed packages are those of the project itself. */
export function projectCopy(): string {
  const directory = mkdtempSync(join(tmpdir(), 'healer-copy-'));
  for (const name of COPIED) cpSync(join(ROOT, name), join(directory, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  return directory;
}
