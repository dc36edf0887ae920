/** Installs the Python software of `parts/requirements.txt` into a virtual environment of its own, once for each version of the list. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { keep, PARTS } from './kept.ts';
import type { Part, PythonPart } from './parts.ts';
import { run } from './run.ts';

const LISTS = ['requirements.txt', 'constraints.txt'].map((name) => join(PARTS, name));

/** @throws Error when Python is there and the installation fails. */
export async function installPython(home: string): Promise<Part<PythonPart>> {
  const python = await run('python3', ['--version']).catch(() => undefined);
  if (python === undefined) return { kind: 'missing', why: 'there is no python3 on this machine' };
  const directory = join(home, 'python');
  const bin = join(directory, 'bin');
  await keep(directory, { what: 'Python', salt: python.stdout, files: LISTS }, async () => {
    rmSync(directory, { recursive: true, force: true });
    await run('python3', ['-m', 'venv', directory]);
    const [requirements = '', constraints = ''] = LISTS;
    // Byte code is made when a module is first loaded: most of what is installed never is.
    const quietly = ['--quiet', '--disable-pip-version-check', '--no-compile'];
    await run(join(bin, 'python'), ['-m', 'pip', 'install', ...quietly, '-r', requirements, '-c', constraints]);
  });
  return { kind: 'ready', bin, versions: await packageVersions(join(bin, 'python')) };
}

async function packageVersions(python: string): Promise<Record<string, string>> {
  const program =
    'import importlib.metadata as m, json; print(json.dumps({d.name.lower(): d.version for d in m.distributions()}))';
  return JSON.parse((await run(python, ['-c', program])).stdout) as Record<string, string>;
}
