/** The replay from the command line: reads the recording and the runbooks, prints where decisions would part. */
import { readFileSync } from 'node:fs';
import { parseRunbooks } from '../../core/runbook/parse.ts';
import { renderProblems } from '../../core/runbook/problem.ts';
import type { ReplayArguments } from '../arguments.ts';
import { recordingOf } from './recording.ts';
import { replayed } from './replay.ts';
import { replayText } from './text.ts';

/** @returns the exit code: 0 also when decisions differ, 2 when a file cannot be used */
export function replayFiles({ recording: path, runbooks: paths, json }: ReplayArguments): number {
  const files = [path, ...paths].map((file) => ({ file, text: textIn(file) }));
  const unread = files.filter(({ text }) => text === undefined);
  if (unread.length > 0) return refused(unread.map(({ file }) => `${file}: cannot be read`).join('\n'));
  const [first, ...others] = files.map(({ file, text = '' }) => ({ file, text }));
  if (first === undefined) throw new Error('a replay needs a recording');
  const recording = recordingOf(first.file, first.text);
  if (recording.kind === 'invalid') return refused(recording.problems.join('\n'));
  const parsed = parseRunbooks(others);
  if (parsed.kind === 'invalid') return refused(renderProblems(parsed.problems));
  const replays = replayed(recording.decisions, parsed.runbooks);
  process.stdout.write(json ? `${JSON.stringify({ decisions: replays })}\n` : replayText(replays));
  return 0;
}

function refused(why: string): number {
  process.stderr.write(`${why}\n`);
  return 2;
}

/** Undefined when the file is not there or may not be read. */
function textIn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
