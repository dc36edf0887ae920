/** The check as a person runs it: a process of its own, which sees nothing of this one's AWS settings. */
import { spawn } from 'node:child_process';
import { commandEnvironment } from '../../support/command-environment.ts';

export interface Ran {
  readonly code: number | null;
  /** What it printed for programs. */
  readonly out: string;
  /** What it told the person. */
  readonly said: string;
}

/** Keeps the AWS SDK from finding a region or credentials of the person who runs the tests. */
const NOWHERE = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

/** Runs `command`, the program and its first words, with `words` behind them. */
export async function runVerify(
  { command, cwd }: { readonly command: readonly [string, ...string[]]; readonly cwd: string },
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ran> {
  const [program, ...first] = command;
  const child = spawn(program, [...first, ...words], {
    cwd,
    env: { ...commandEnvironment(), ...NOWHERE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ran = { out: '', said: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (ran.out += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (ran.said += part));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  return { code, ...ran };
}
