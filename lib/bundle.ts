/**
 * Makes the Lambdas' code as a deployment needs it: a directory per handler, with the compiled catalog. The published
 * package contains built handlers; a checkout builds them here. The same sources and configuration always give the same
 * bytes, so that a deployment changes only what changed.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Catalog } from '../core/catalog/catalog.ts';
import { buildHandlers } from './build-handlers.ts';
import { FUNCTION_NAMES, type FunctionName } from './functions.ts';

const CODE_FILE = 'index.js';
/** The Lambda reads it from its own directory at start. */
const CATALOG_FILE = 'catalog.json';
const REFERENCES_FILE = 'references.json';

/** The handlers that come with the healer: built in the published package, sources in a checkout. */
const BUILT_DIRECTORY = resolve(import.meta.dirname, '../lambdas');
export const HANDLERS_DIRECTORY = resolve(BUILT_DIRECTORY, 'handlers');

export interface BundleContent {
  readonly catalog: Catalog;
  /**
   * The stand-ins in the catalog, whose names the Lambdas get from their environment.
   * @default - none
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
 * Makes the directory of every function, runs `use` and removes the directories.
 * @throws esbuild's error when a handler does not build.
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

/** The code of the handlers in this directory, built once per process. */
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

function inTemporaryDirectory<Result>(use: (root: string) => Result): Result {
  // Not inside the assembly: its directory keeps all files.
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
