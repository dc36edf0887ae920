/**
 * Completes the package after the compiler. It builds the Lambdas' code and the account check, because users of the
 * package have neither the AWS SDK nor a bundler, and Node runs no TypeScript below `node_modules`. It also copies the
 * runbooks.
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
/** CommonJS parts of the SDK load Node's modules through `require`. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

buildHandlers(resolve(root, 'dist/lambdas'), HANDLERS_DIRECTORY);
cpSync(resolve(root, 'runbooks'), resolve(root, 'dist/runbooks'), { recursive: true });

// Keeps all credential providers, which the Lambdas' bundles drop: a person uses profiles and sessions.
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
