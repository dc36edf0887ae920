/**
 * The code of the Lambdas as a deployment takes it: each handler in a directory of its own, with the compiled catalog
 * beside it. The published package brings its handlers built; from the sources they are built here. The same sources
 * and the same configuration always give the same bytes, so that a deployment changes only what changed.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Catalog } from '../core/catalog.ts';
import { buildHandlers } from './build-handlers.ts';
import { FUNCTION_NAMES } from './functions.ts';
import type { FunctionName } from './functions.ts';

/** Files the Lambda reads from its own directory at start. */
const CATALOG_FILE = 'catalog.json';
const REFERENCES_FILE = 'references.json';

/** Where the handlers that come with the healer are: built, in the published package; else their sources. */
const BUILT_DIRECTORY = resolve(import.meta.dirname, '../lambdas');
export const HANDLERS_DIRECTORY = resolve(BUILT_DIRECTORY, 'handlers');

export interface BundleContent {
  readonly catalog: Catalog;
  /**
   * What in the catalog stands for names the Lambdas get from their environment.
   * @default - nothing
   */
  readonly standIns?: readonly string[];
  /**
   * Directory with a handler, `<name>.ts`, for each Lambda.
   * @default - the handlers that come with the healer
   */
  readonly handlersDirectory?: string | undefined;
}

export interface Bundle {
  /** Directory with `index.js` and the catalog. */
  directory(name: FunctionName): string;
}

/**
 * Makes the directory of every function for as long as `use` runs, and removes them then.
 * @throws what esbuild says when a handler does not build.
 */
export function withBundle<Result>(content: BundleContent, use: (bundle: Bundle) => Result): Result {
  // In the directory for temporary files, because the assembly's own directory keeps whatever is written there.
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'healer-bundle-')));
  try {
    provideCode(root, content.handlersDirectory);
    for (const name of FUNCTION_NAMES) provideCatalog(join(root, name), content);
    return use({ directory: (name) => join(root, name) });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function provideCode(root: string, handlersDirectory: string | undefined): void {
  const built = FUNCTION_NAMES.map((name) => ({ name, from: join(BUILT_DIRECTORY, name) }));
  if (handlersDirectory !== undefined || !built.every(({ from }) => existsSync(join(from, 'index.js')))) {
    buildHandlers(root, handlersDirectory ?? HANDLERS_DIRECTORY);
    return;
  }
  for (const { name, from } of built) {
    mkdirSync(join(root, name));
    cpSync(join(from, 'index.js'), join(root, name, 'index.js'));
  }
}

function provideCatalog(directory: string, { catalog, standIns = [] }: BundleContent): void {
  writeFileSync(join(directory, CATALOG_FILE), JSON.stringify(catalog));
  if (standIns.length > 0) writeFileSync(join(directory, REFERENCES_FILE), JSON.stringify(standIns));
}
