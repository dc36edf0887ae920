/**
 * Handlers built into one file each, with the AWS SDK in it. Needed where the healer runs from its sources and when its
 * package is made; who uses the package has no need of the bundler.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Esbuild from 'esbuild';
import { FUNCTION_NAMES } from './functions.ts';
import { pruneSdkErrors } from './prune-sdk-errors.ts';

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

/** What both passes say. */
const ALWAYS = {
  platform: 'node',
  target: NODE_TARGET,
  legalComments: 'none',
  // What went wrong is in the error that is thrown.
  logLevel: 'silent',
} as const;

/**
 * Builds `<handlersDirectory>/<name>.ts` of every function into `<root>/<name>/index.js`.
 * @throws what esbuild says when a handler does not build, or Node when there is no esbuild.
 */
export function buildHandlers(root: string, handlersDirectory: string): void {
  // Loaded here, because the published package is used without it.
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

/** Each handler with all it needs, readable, and not yet on the disk. */
function bundled(esbuild: typeof Esbuild, root: string, handlersDirectory: string): readonly Esbuild.OutputFile[] {
  return esbuild.buildSync({
    ...ALWAYS,
    entryPoints: Object.fromEntries(
      FUNCTION_NAMES.map((name) => [`${name}/index`, join(handlersDirectory, `${name}.ts`)]),
    ),
    // Paths in the output are relative to this, so that a checkout elsewhere gives the same bytes.
    absWorkingDir: handlersDirectory,
    outdir: root,
    bundle: true,
    write: false,
    // Only ES modules can be shaken, once more after this pass.
    format: 'esm',
    // The SDK's ES modules, for the same reason: half the size.
    mainFields: ['module', 'main'],
    external: [...NEVER_LOADED],
  }).outputFiles;
}

/** Shakes again what was bundled, and makes it small; in place. */
function minify({ buildSync }: typeof Esbuild, root: string, paths: readonly string[]): void {
  buildSync({
    ...ALWAYS,
    entryPoints: [...paths],
    absWorkingDir: root,
    outdir: root,
    outbase: root,
    allowOverwrite: true,
    // The SDK is written for both; CommonJS needs no shim for its dependencies.
    format: 'cjs',
    treeShaking: true,
    minify: true,
    // Stack traces keep the names of functions and errors.
    keepNames: true,
  });
}
