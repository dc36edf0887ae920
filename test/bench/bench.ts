/**
 * `npm run bench`: what is fast, measured on this machine beside a baseline in the same run. Absolute times are printed,
 * never asserted: machines differ. Only sizes, which do not depend on the machine, decide the exit code.
 */
import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../../core/statistics.ts';
import { withBundle, type Bundle } from '../../lib/bundle.ts';
import { FUNCTION_NAMES } from '../../lib/functions.ts';
import { aCatalog } from '../support/catalog.ts';
import { BUNDLE_BYTES_MAX } from '../lib/support/bundle-size.ts';
import { printDecisions } from './decisions.ts';

const PROCESS_STARTS = 10;

interface Loaded {
  readonly name: string;
  readonly bytes: number;
  readonly gzipped: number;
  readonly milliseconds: number;
}

function main(): void {
  const rows = withBundle({ catalog: aCatalog() }, measureAll);
  printDecisions();
  const tooLarge = rows.filter(({ bytes }) => bytes > BUNDLE_BYTES_MAX);
  if (tooLarge.length === 0) return;
  console.error(`larger than ${BUNDLE_BYTES_MAX / 1_000} KB: ${tooLarge.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
}

function measureAll(bundles: Bundle): readonly Loaded[] {
  const empty = loadTime(undefined);
  console.log(`Lambda bundles: size, and median of ${PROCESS_STARTS} process starts less Node's own\n`);
  const rows = FUNCTION_NAMES.map((name) => measured(name, bundles.directory(name), empty));
  for (const { name, bytes, gzipped, milliseconds } of rows) {
    const size = `${(bytes / 1_000).toFixed(0).padStart(5)} KB  ${(gzipped / 1_000).toFixed(0).padStart(4)} KB gzipped`;
    console.log(`  ${name.padEnd(14)} ${size}  ${milliseconds.toFixed(0).padStart(4)} ms`);
  }
  console.log(`\n  baseline: an empty Node process takes ${empty.toFixed(0)} ms\n`);
  return rows;
}

function measured(name: string, directory: string, empty: number): Loaded {
  const code = readFileSync(join(directory, 'index.js'));
  const milliseconds = Math.max(0, loadTime(directory) - empty);
  return { name, bytes: code.byteLength, gzipped: gzipSync(code).byteLength, milliseconds };
}

/** Median milliseconds of a Node process that loads the bundle and ends; of an empty one without a directory. */
function loadTime(directory: string | undefined): number {
  const script = directory === undefined ? '' : `require(${JSON.stringify(join(directory, 'index.js'))})`;
  const env = {
    ...process.env,
    LAMBDA_TASK_ROOT: directory ?? '',
    TABLE_NAME: 'bench',
    TOPIC_ARN: 'arn:bench',
    AWS_REGION: 'us-east-1',
  };
  const times = Array.from({ length: PROCESS_STARTS }, () => {
    const start = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, ['-e', script], { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`bundle in ${directory ?? 'nowhere'} does not load: ${stderr}`);
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  return median(times) ?? 0;
}

main();
