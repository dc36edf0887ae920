/**
 * The code of the Lambdas as a deployment takes it: each handler in a directory of its own, with the compiled catalog
 * beside it. The published package brings its handlers built; from the sources they are built here. The same sources
 * and the same configuration always give the same bytes, so that a deployment changes only what changed.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Catalog } from '../core/catalog/catalog.ts';
import { buildHandlers } from './build-handlers.ts';
import { FUNCTION_NAMES } from './functions.ts';
import type { FunctionName } from './functions.ts';

const CODE_FILE = 'index.js';
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
  return inTemporaryDirectory((root) => {
    provideCode(root, content.handlersDirectory);
    for (const name of FUNCTION_NAMES) provideCatalog(join(root, name), content);
    return use({ directory: (name) => join(root, name) });
  });
}

function provideCode(root: string, handlersDirectory = HANDLERS_DIRECTORY): void {
  for (const [name, code] of codeOf(handlersDirectory)) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, CODE_FILE), code);
  }
}

type Code = ReadonlyMap<FunctionName, Uint8Array>;

const builtFrom = new Map<string, Code>();

/** Handlers are built once for however many healers a process makes. */
function codeOf(handlersDirectory: string): Code {
  const known = builtFrom.get(handlersDirectory);
  if (known !== undefined) return known;
  const areThere = handlersDirectory === HANDLERS_DIRECTORY && areBuilt();
  const code = areThere ? codeIn(BUILT_DIRECTORY) : builtNow(handlersDirectory);
  builtFrom.set(handlersDirectory, code);
  return code;
}

function areBuilt(): boolean {
  return FUNCTION_NAMES.every((name) => existsSync(join(BUILT_DIRECTORY, name, CODE_FILE)));
}

function builtNow(handlersDirectory: string): Code {
  return inTemporaryDirectory((root) => {
    buildHandlers(root, handlersDirectory);
    return codeIn(root);
  });
}

function codeIn(directory: string): Code {
  return new Map(FUNCTION_NAMES.map((name) => [name, readFileSync(join(directory, name, CODE_FILE))]));
}

/** One for as long as `use` runs. */
function inTemporaryDirectory<Result>(use: (root: string) => Result): Result {
  // Apart from the assembly, because its own directory keeps whatever is written there.
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'healer-bundle-')));
  try {
    return use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function provideCatalog(directory: string, { catalog, standIns = [] }: BundleContent): void {
  writeFileSync(join(directory, CATALOG_FILE), JSON.stringify(catalog));
  if (standIns.length > 0) writeFileSync(join(directory, REFERENCES_FILE), JSON.stringify(standIns));
}
