/** Starts an emulator on the loopback interface for the time of a suite. It ends with `close`, and with the test process. */
import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stretched } from '../../support/stretched.ts';

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Its whole environment: nothing of this process's, so that no setting of the machine leaks in. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether it can be used, asked again and again with what it has printed so far. */
  readonly isReady: (output: string) => Promise<boolean> | boolean;
}

export interface Server {
  /** What it has printed so far. */
  output(): string;
  close(): Promise<void>;
}

/** A Java virtual machine on a busy computer with two cores takes this long at worst. */
const START_MS_MAX = stretched(90_000);
const ASK_EVERY_MS = 100;
const TAIL_CHARACTERS = 3000;

/** @throws Error when it ends, or is not ready in time, with the end of what it printed. */
export async function serve({ command, args, env, isReady }: ServerCommand): Promise<Server> {
  const leash = join(import.meta.dirname, 'leash.ts');
  const child = spawn(process.execPath, [leash, command, ...args], { env: { ...env }, stdio: 'pipe' });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => (printed += part));
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const close = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  for (const deadline = performance.now() + START_MS_MAX; !(await isReady(printed));) {
    if (child.exitCode === null && performance.now() < deadline) await sleep(ASK_EVERY_MS);
    else {
      await close();
      throw new Error(`${command} did not start:\n${printed.slice(-TAIL_CHARACTERS)}`);
    }
  }
  return { output: () => printed, close };
}

/** A port that was free a moment ago, for programs that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}

/** Whether something answers HTTP there, whatever it says. */
export async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}
