/**
 * Completes the package after the compiler: the Lambdas' code and the check of an account, built, because whoever installs
 * the package has neither the AWS SDK nor a bundler, and Node runs no TypeScript below `node_modules`; and the runbooks.
 */
import { chmodSync, cpSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { buildHandlers } from '../lib/build-handlers.ts';
import { HANDLERS_DIRECTORY } from '../lib/bundle.ts';

const root = resolve(import.meta.dirname, '..');
const CHECK = resolve(root, 'dist/cli/verify.js');

/** The oldest Node that `engines` of the package promises. */
const NODE_TARGET = 'node20.19';
/** Parts of the SDK that are CommonJS ask for Node's modules in their own way. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

buildHandlers(resolve(root, 'dist/lambdas'), HANDLERS_DIRECTORY);
cpSync(resolve(root, 'runbooks'), resolve(root, 'dist/runbooks'), { recursive: true });

// With every way to find credentials in it, which the Lambdas go without: a person has profiles and sessions.
buildSync({
  entryPoints: [resolve(root, 'cli/verify.ts')],
  absWorkingDir: root,
  outfile: CHECK,
  bundle: true,
  platform: 'node',
  target: NODE_TARGET,
  format: 'esm',
  mainFields: ['module', 'main'],
  banner: { js: REQUIRE },
  minify: true,
  keepNames: true,
  legalComments: 'none',
});
chmodSync(CHECK, 0o755);
