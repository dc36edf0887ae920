/**
 * The package as strangers get it: packed, and unpacked into the `node_modules` of an empty app. What it needs besides is
 * linked from here, so that nothing is downloaded. What is written to temporary directories is left to the system.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const REPOSITORY = resolve(import.meta.dirname, '../../..');
const MODULES = join(REPOSITORY, 'node_modules');

/** What a stranger has installed: the CDK, the package's own dependencies, and the types of Node. */
const LINKED = ['aws-cdk-lib', 'constructs', 'zod', 'yaml', '@types/node'];

export interface Run {
  readonly status: number | null;
  /** Everything it said. */
  readonly output: string;
  /** What it said apart from warnings and errors. */
  readonly printed: string;
}

export interface Packed {
  /** Paths of the package's files. */
  readonly files: readonly string[];
  /** A new app with these files: its directory. */
  readonly app: (files: Readonly<Record<string, string>>) => string;
}

/** Packs the package as `npm publish` would. @throws what npm says when it cannot. */
export function packed(): Packed {
  const directory = temporary('package');
  const { status, output, printed } = run('npm', [
    'pack',
    '--json',
    '--offline',
    '--loglevel=error',
    '--pack-destination',
    directory,
  ]);
  if (status !== 0) throw new Error(output);
  const [tarball] = JSON.parse(printed.slice(printed.indexOf('[\n'))) as readonly Tarball[];
  if (tarball === undefined) throw new Error('npm packed nothing');
  run('tar', ['-xzf', join(directory, tarball.filename), '-C', directory]);
  return {
    files: tarball.files.map(({ path }) => path),
    app: (files) => newApp(join(directory, 'package'), files),
  };
}

interface Tarball {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Runs a command of Node, TypeScript or the system in a directory, without the flags and the AWS settings of this one. */
export function run(command: string, args: readonly string[], directory = REPOSITORY, environment = {}): Run {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: directory,
    encoding: 'utf8',
    env: { PATH: `${join(MODULES, '.bin')}:${process.env['PATH']}`, HOME: process.env['HOME'], ...environment },
  });
  return { status, output: `${stdout}${stderr}`, printed: stdout };
}

function newApp(unpacked: string, files: Readonly<Record<string, string>>): string {
  const app = temporary('app');
  for (const name of LINKED) {
    mkdirSync(dirname(join(app, 'node_modules', name)), { recursive: true });
    symlinkSync(join(MODULES, name), join(app, 'node_modules', name));
  }
  run('cp', ['-R', unpacked, join(app, 'node_modules/healer')]);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(app, name)), { recursive: true });
    writeFileSync(join(app, name), text);
  }
  return app;
}

function temporary(prefix: string): string {
  return realpathSync(mkdtempSync(join(tmpdir(), `healer-${prefix}-`)));
}
