/**
 * A copy of the code in a directory of its own, in which a defect can do no harm, and a process that looks for it there.
 * Both are gone in the end; a process that does not answer is replaced.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectCopy } from '../support/project-copy.ts';
import type { Defect } from './defect.ts';

/** Nothing takes so long, on a machine that others use too: a defect may make a loop endless, and that is seen as well. */
const MINUTES_MAX = 6;

export interface Look {
  /** Absent for the code as it is. */
  readonly defect?: Defect;
  readonly tests: readonly string[];
  /** Whether the attack is asked where the tests see nothing. */
  readonly attacked: boolean;
}

export interface Seen {
  /** What saw it; absent where nothing did. */
  readonly by?: 'chaos' | 'tests' | 'time';
  /** The first thing it said. */
  readonly how: string;
}

export interface Bench {
  /** One look at a time. */
  look(look: Look): Promise<Seen>;
  close(): void;
}

export async function aBench(): Promise<Bench> {
  const directory = projectCopy();
  let looker = await aLooker(directory);
  return {
    async look(look) {
      const sound = look.defect === undefined ? '' : readFileSync(join(directory, look.defect.file), 'utf8');
      const seen = await answerOf(looker, look);
      if (seen.by !== 'time') return seen;
      looker.kill('SIGKILL');
      if (look.defect !== undefined) writeFileSync(join(directory, look.defect.file), sound);
      looker = await aLooker(directory);
      return seen;
    },
    close() {
      looker.kill('SIGKILL');
      rmSync(directory, { recursive: true });
    },
  };
}

async function aLooker(directory: string): Promise<ChildProcess> {
  const looker = fork(join(directory, 'test/mutation/bench-process.ts'), {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  await new Promise((resolve, reject) => {
    looker.once('message', resolve);
    looker.once('exit', (code) => reject(new Error(`the process that looks for defects ended with ${code}`)));
  });
  looker.removeAllListeners('exit');
  return looker;
}

async function answerOf(looker: ChildProcess, look: Look): Promise<Seen> {
  const late: Seen = { by: 'time', how: `no answer within ${MINUTES_MAX} minutes` };
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => resolve(late)), MINUTES_MAX * 60_000);
    const onExit = (code: number | null) => end(() => reject(new Error(`the looking process ended with ${code}`)));
    const onMessage = (seen: Seen) => end(() => resolve(seen));
    const end = (then: () => void) => {
      clearTimeout(timer);
      looker.off('exit', onExit);
      looker.off('message', onMessage);
      then();
    };
    looker.once('exit', onExit);
    looker.once('message', onMessage);
    looker.send(look);
  });
}
