/**
 * Handlers built into one file each, with the AWS SDK in it. Needed where the healer runs from its sources and when its
 * package is made; who uses the package has no need of the bundler.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Esbuild from 'esbuild';
import { FUNCTION_NAMES } from './functions.ts';

/** Major version of Node in Lambda: what the bundles are made for. */
const NODE_TARGET = 'node24';

/**
 * What the SDK would load when it is needed, which is never: ways to find credentials beside the role's, which are in
 * the environment and asked first, and the reading of event streams. Left out of the bundles, a quarter of their size.
 */
const NEVER_LOADED = [
  '@smithy/core/event-streams',
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@aws-sdk/nested-clients',
  '@smithy/credential-provider-imds',
] as const;

/**
 * Builds `<handlersDirectory>/<name>.ts` of every function into `<root>/<name>/index.js`.
 * @throws what esbuild says when a handler does not build, or Node when there is no esbuild.
 */
export function buildHandlers(root: string, handlersDirectory: string): void {
  // Loaded here, because the published package is used without it.
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof Esbuild;
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
    external: [...NEVER_LOADED],
    minify: true,
    // Stack traces keep the names of functions and errors.
    keepNames: true,
    legalComments: 'none',
    // What went wrong is in the error that is thrown.
    logLevel: 'silent',
  });
}
