/**
 * The package as strangers get it: packed, and unpacked into the `node_modules` of an empty app. What it says it needs is
 * linked from here, and nothing else, so that nothing is downloaded and what it forgot to say is missing. What is written
 * to temporary directories is left to the system.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { commandEnvironment } from '../../support/command-environment.ts';

const REPOSITORY = resolve(import.meta.dirname, '../../..');
const MODULES = join(REPOSITORY, 'node_modules');

/** What a stranger has whatever the package needs: to compile with. */
const STRANGERS_OWN = ['@types/node'];

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
  /** Names of the packages that npm installs with it: its dependencies, and its peers. */
  readonly needs: readonly string[];
  /** A new app with these files, where npm installed the package with all it needs, or with these: its directory. */
  readonly app: (files: Readonly<Record<string, string>>, installed?: readonly string[]) => string;
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
  const unpacked = join(directory, 'package');
  const manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as Manifest;
  const needs = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  return {
    files: tarball.files.map(({ path }) => path),
    needs,
    app: (files, installed = needs) => {
      const app = newApp(files);
      for (const name of [...installed, ...STRANGERS_OWN]) link(join(MODULES, name), join(app, 'node_modules', name));
      install(app, unpacked, manifest);
      return app;
    },
  };
}

interface Manifest {
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface Tarball {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Runs a command of Node, TypeScript or the system in a directory, without the flags and the AWS settings of this one. */
export function run(command: string, args: readonly string[], directory = REPOSITORY, environment = {}): Run {
  const inherited = commandEnvironment();
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: directory,
    encoding: 'utf8',
    env: {
      ...inherited,
      PATH: `${join(MODULES, '.bin')}:${inherited['PATH']}`,
      HOME: process.env['HOME'],
      ...environment,
    },
  });
  return { status, output: `${stdout}${stderr}`, printed: stdout };
}

function newApp(files: Readonly<Record<string, string>>): string {
  const app = temporary('app');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(app, name)), { recursive: true });
    writeFileSync(join(app, name), text);
  }
  return app;
}

/** A copy, because a link would find whatever is installed here. */
function install(app: string, unpacked: string, { bin = {} }: Manifest): void {
  const directory = join(app, 'node_modules/healer');
  run('cp', ['-R', unpacked, directory]);
  for (const [name, path] of Object.entries(bin)) link(join(directory, path), join(app, 'node_modules/.bin', name));
}

/** What the target needs in turn is found beside the target. */
function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

function temporary(prefix: string): string {
  return realpathSync(mkdtempSync(join(tmpdir(), `healer-${prefix}-`)));
}
