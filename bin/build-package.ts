/**
 * Completes the package after the compiler: the Lambdas' code, built, because whoever installs the package has neither
 * the AWS SDK nor a bundler, and Node runs no TypeScript below `node_modules`; and the runbooks.
 */
import { cpSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildHandlers } from '../lib/build-handlers.ts';
import { HANDLERS_DIRECTORY } from '../lib/bundle.ts';

const root = resolve(import.meta.dirname, '..');

buildHandlers(resolve(root, 'dist/lambdas'), HANDLERS_DIRECTORY);
cpSync(resolve(root, 'runbooks'), resolve(root, 'dist/runbooks'), { recursive: true });
