/** Runs a command to its end and keeps what it said. A failure says what was run and the end of what came out. */
import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What the command reads from its standard input. */
  readonly input?: string;
  /** Exit codes that are no failure. @default [0] */
  readonly accept?: readonly number[];
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Characters of a failed command's output worth reading. */
const TAIL_CHARACTERS = 4000;

/** @throws Error when the command cannot be started, or ends otherwise than accepted. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { cwd, env = process.env, input = '', accept = [0] } = options;
  const child = spawn(command, args, { cwd, env, stdio: 'pipe' });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part));
  // A command that ends without reading everything says why by its exit code.
  child.stdin.on('error', () => undefined).end(input);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject).once('close', (exit) => resolve(exit ?? -1));
  });
  if (accept.includes(code)) return { code, stdout, stderr };
  throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${(stdout + stderr).slice(-TAIL_CHARACTERS)}`);
}
