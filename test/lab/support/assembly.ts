/** Writes a tiny cloud assembly to a temporary directory: a template, its asset manifest and bundled functions. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { onTestFinished } from 'vitest';

export interface Assembly {
  readonly directory: string;
  readonly stackName: string;
}

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));

/** Bundles `source` (JavaScript, may import the SDK) as the CDK does: one CommonJS `index.js`. */
export function bundle(source: string): string {
  const [file] = buildSync({
    stdin: { contents: source, resolveDir: REPOSITORY, loader: 'js' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    write: false,
  }).outputFiles;
  return file?.text ?? '';
}

/** A directory holding `index.js` with that text. */
export function functionDirectory(code: string): string {
  const directory = temporaryDirectory('lab-function-');
  writeFileSync(join(directory, 'index.js'), code);
  return directory;
}

/** `functions` maps asset hashes to the text of their `index.js`. */
export function assembly(template: object, functions: Readonly<Record<string, string>> = {}): Assembly {
  const directory = temporaryDirectory('lab-assembly-');
  const files = Object.keys(functions).map((hash) => [hash, { source: { path: `asset.${hash}`, packaging: 'zip' } }]);
  writeFileSync(join(directory, 'Stack.template.json'), JSON.stringify(template));
  writeFileSync(
    join(directory, 'Stack.assets.json'),
    JSON.stringify({ version: '1', files: Object.fromEntries(files) }),
  );
  for (const [hash, code] of Object.entries(functions)) {
    mkdirSync(join(directory, `asset.${hash}`));
    writeFileSync(join(directory, `asset.${hash}`, 'index.js'), code);
  }
  return { directory, stackName: 'Stack' };
}

/** Gone when the test is. */
function temporaryDirectory(prefix: string): string {
  const directory = mkdtempSync(join(tmpdir(), prefix));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}
