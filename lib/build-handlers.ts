/**
 * Builds each handler into one file with the AWS SDK. Needed when the healer runs from its sources and when the package
 * is made; users of the package need no bundler.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Esbuild from 'esbuild';
import { FUNCTION_NAMES } from './functions.ts';
import { pruneSdkErrors } from './prune-sdk-errors.ts';

/** Major version of Node in Lambda. */
const NODE_TARGET = 'node24';

/**
 * Code that the SDK loads only on demand, and that a Lambda never needs: credential providers other than the role's,
 * which the environment has and the SDK asks first, and event streams. It is a quarter of a bundle's size.
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

/** Options of both passes. */
const ALWAYS = {
  platform: 'node',
  target: NODE_TARGET,
  legalComments: 'none',
  // The thrown error has the details.
  logLevel: 'silent',
} as const;

/**
 * Builds `<handlersDirectory>/<name>.ts` of every function into `<root>/<name>/index.js`.
 * @throws esbuild's error when a handler does not build, or Node's when esbuild is missing.
 */
export function buildHandlers(root: string, handlersDirectory: string): void {
  // Loaded here, because the published package works without it.
  const esbuild = createRequire(import.meta.url)('esbuild') as typeof Esbuild;
  const bundles = bundled(esbuild, root, handlersDirectory);
  for (const { path, text } of bundles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, pruneSdkErrors(text));
  }
  minify(
    esbuild,
    root,
    bundles.map(({ path }) => path),
  );
}

/** Each handler with its dependencies, not minified and not yet written. */
function bundled(esbuild: typeof Esbuild, root: string, handlersDirectory: string): readonly Esbuild.OutputFile[] {
  return esbuild.buildSync({
    ...ALWAYS,
    entryPoints: Object.fromEntries(
      FUNCTION_NAMES.map((name) => [`${name}/index`, join(handlersDirectory, `${name}.ts`)]),
    ),
    // Paths in the output are relative to this, so that every checkout gives the same bytes.
    absWorkingDir: handlersDirectory,
    outdir: root,
    bundle: true,
    write: false,
    // Only ES modules can be tree-shaken, again in the second pass.
    format: 'esm',
    // Prefers the SDK's ES modules for the same reason: half the size.
    mainFields: ['module', 'main'],
    external: [...NEVER_LOADED],
  }).outputFiles;
}

/** Tree-shakes the bundles again and minifies them, in place. */
function minify({ buildSync }: typeof Esbuild, root: string, paths: readonly string[]): void {
  buildSync({
    ...ALWAYS,
    entryPoints: [...paths],
    absWorkingDir: root,
    outdir: root,
    outbase: root,
    allowOverwrite: true,
    // The SDK supports both formats; in CommonJS its dependencies need no shim.
    format: 'cjs',
    treeShaking: true,
    minify: true,
    // Keeps the names of functions and errors in stack traces.
    keepNames: true,
  });
}
