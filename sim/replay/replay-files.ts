/** The replay from the command line: reads the recording and what was changed, prints where decisions would part. */
import { readFileSync } from 'node:fs';
import type { RunbookFile } from '../../core/runbook/parse.ts';
import type { ReplayArguments } from '../arguments.ts';
import { changedPolicy } from './changed-policy.ts';
import { changedRunbooks } from './changed-runbooks.ts';
import { recordingOf } from './recording.ts';
import { replayed } from './replay.ts';
import { replayText } from './text.ts';

/** A file that cannot be used; the message says all that is wrong with it. */
class Unusable extends Error {}

/** @returns the exit code: 0 also when decisions differ, 2 when a file cannot be used */
export function replayFiles(given: ReplayArguments): number {
  try {
    process.stdout.write(printed(given));
    return 0;
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

function printed({ recording: path, runbooks: paths, policy: policyPath, json }: ReplayArguments): string {
  const { decisions, leftOut } = usable(recordingOf(path, read(path).text));
  const types = new Set(decisions.map(({ facts }) => facts.runbook.failureType));
  const { runbooks } = usable(changedRunbooks(paths.map(read), types));
  const policy = policyPath === undefined ? undefined : usable(changedPolicy(read(policyPath))).policy;
  const replays = replayed(decisions, runbooks, policy);
  return json ? `${JSON.stringify({ decisions: replays, leftOut })}\n` : replayText(replays, leftOut);
}

type Invalid = { readonly kind: 'invalid'; readonly problems: readonly string[] };

function usable<Result extends { readonly kind: string }>(result: Result | Invalid): Exclude<Result, Invalid> {
  if (result.kind === 'invalid') throw new Unusable((result as Invalid).problems.join('\n'));
  return result as Exclude<Result, Invalid>;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
};

/** @throws Unusable when the file is not there or may not be read. */
function read(file: string): RunbookFile {
  try {
    return { file, text: readFileSync(file, 'utf8') };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new Unusable(`${file}: cannot be read: ${REASONS[String(error.code)] ?? error.message}`, { cause: error });
  }
}
