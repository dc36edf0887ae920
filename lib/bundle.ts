/**
 * The code of the Lambdas: each handler bundled once per synth into a directory of its own, with the AWS SDK and with
 * the compiled catalog beside it. The same sources and the same configuration always give the same bytes, so that a
 * deployment changes only what changed.
 */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import type { Catalog } from '../core/catalog.ts';
import { FUNCTION_NAMES } from './functions.ts';
import type { FunctionName } from './functions.ts';

/** File the Lambda reads from its own directory at start. */
const CATALOG_FILE = 'catalog.json';

/** Where the handlers that come with the healer are. */
export const HANDLERS_DIRECTORY = resolve(import.meta.dirname, '../lambdas/handlers');

/** Major version of Node in Lambda: what the bundles are made for. */
const NODE_TARGET = 'node24';

/**
 * Ways to find credentials that a Lambda never takes: its role's are in its environment, which the SDK asks first. Left
 * out of the bundles; needed by none, and a quarter of their size.
 */
const CREDENTIAL_SOURCES_OUTSIDE_LAMBDA = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@aws-sdk/nested-clients',
  '@smithy/credential-provider-imds',
] as const;

export interface Bundle {
  /** Directory with `index.js` and the catalog. */
  directory(name: FunctionName): string;
}

/**
 * Bundles `<handlersDirectory>/<name>.ts` of every function for as long as `use` runs, and removes the bundles then.
 * @throws what esbuild says when a handler does not build.
 */
export function withBundle<Result>(
  catalog: Catalog,
  handlersDirectory: string,
  use: (bundle: Bundle) => Result,
): Result {
  // In the directory for temporary files, because the assembly's own directory keeps whatever is written there.
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'healer-bundle-')));
  try {
    build(root, handlersDirectory);
    for (const name of FUNCTION_NAMES) writeFileSync(join(root, name, CATALOG_FILE), JSON.stringify(catalog));
    return use({ directory: (name) => join(root, name) });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function build(root: string, handlersDirectory: string): void {
  buildSync({
    entryPoints: Object.fromEntries(
      FUNCTION_NAMES.map((name) => [`${name}/index`, join(handlersDirectory, `${name}.ts`)]),
    ),
    // Paths in the output are relative to this, so that a checkout elsewhere gives the same bytes.
    absWorkingDir: handlersDirectory,
    outdir: root,
    bundle: true,
    platform: 'node',
    target: NODE_TARGET,
    // The SDK is written for both; CommonJS needs no shim for its dependencies.
    format: 'cjs',
    // The SDK's ES modules, because only those can be shaken: half the size.
    mainFields: ['module', 'main'],
    external: [...CREDENTIAL_SOURCES_OUTSIDE_LAMBDA],
    minify: true,
    // Stack traces keep the names of functions and errors.
    keepNames: true,
    legalComments: 'none',
    // What went wrong is in the error that is thrown.
    logLevel: 'silent',
  });
}
