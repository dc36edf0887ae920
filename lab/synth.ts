/**
 * Makes the cloud assembly the lab deploys: runs the CDK app in a process of its own, exactly as `cdk deploy` would,
 * with the lab's configuration. The result is kept under the hash of everything it is made of, so a second start need
 * not make it again, and a lab that is still running never loses the bundles it runs.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const CONFIG = 'lab/healer.config.ts';
/** Everything the template and the bundles are made of. */
const SOURCES = ['bin', 'lib', 'core', 'lambdas', 'runbooks', CONFIG, 'cdk.json', 'package-lock.json'];

/** How it is made. */
export interface Synthesis {
  /** The configuration, from the root of the repository; the lab's own when absent. */
  readonly config?: string | undefined;
  /** Told when it has to be made. */
  readonly onStart?: () => void;
}
/** An assembly that no run has asked for in this long is removed. */
const KEPT_MS = 24 * 3_600_000;

/** The CDK app refused; its own words are the message. */
export class SynthFailed extends Error {
  override readonly name = 'SynthFailed';
}

/** The directory of the assembly of the present sources; made where it is not there already. @throws SynthFailed */
export async function synthesize({ config = CONFIG, onStart }: Synthesis = {}): Promise<string> {
  const kept = join(ROOT, '.lab/cdk.out');
  const directory = join(kept, hashOf([...new Set([...SOURCES, config])], config));
  if (existsSync(join(directory, 'manifest.json'))) return directory;
  onStart?.();
  mkdirSync(kept, { recursive: true });
  forget(kept);
  const fresh = `${directory}.${process.pid}`;
  await runApp(fresh, config);
  putInPlace(fresh, directory);
  return directory;
}

function hashOf(sources: readonly string[], config: string): string {
  const hash = createHash('sha256').update(process.version).update(config);
  for (const file of sources.flatMap((source) => filesOf(join(ROOT, source))).toSorted()) {
    hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function filesOf(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function forget(kept: string): void {
  for (const name of readdirSync(kept)) {
    const path = join(kept, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}

/** Another process may have made the same assembly meanwhile; either is as good. */
function putInPlace(fresh: string, directory: string): void {
  try {
    renameSync(fresh, directory);
  } catch (error) {
    if (!existsSync(join(directory, 'manifest.json'))) throw error;
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function runApp(outdir: string, config: string): Promise<void> {
  // The lab runs the runbooks of this directory, which the hash is made of, whatever else is set.
  const { HEALER_RUNBOOKS: _elsewhere, ...env } = process.env;
  const child = spawn(process.execPath, ['bin/healer.ts'], {
    cwd: ROOT,
    env: { ...env, HEALER_CONFIG: config, CDK_OUTDIR: outdir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (words += part));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  if (code === 0) return;
  rmSync(outdir, { recursive: true, force: true });
  throw new SynthFailed(`The template could not be made:\n${words.trim() || `bin/healer.ts ended with ${code}`}`);
}
