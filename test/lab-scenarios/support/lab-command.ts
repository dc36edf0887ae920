/** The lab's command as a visitor types it: a process of its own, in compressed real time. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const children = new Set<ReturnType<typeof spawn>>();

/** Runs the command to its end. */
export async function lab(...words: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, ['lab/main.ts', ...words], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part: string) => (out += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (err += part));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  children.delete(child);
  return { code, out, err };
}

/** Ends the commands that still run, for a file whose tests are over. */
export function endLabs(): void {
  for (const child of children) child.kill('SIGTERM');
}
