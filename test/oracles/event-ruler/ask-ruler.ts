/** Asks AWS's Event Ruler: one process answers all questions. */
import type { JavaPart } from '../install/parts.ts';
import { run } from '../install/run.ts';

/** A pattern, and the events to try it on. */
export type Question = readonly [pattern: unknown, events: readonly unknown[]];

/** What the Ruler said: a match for each event, or that it does not take the pattern. */
export type Verdict =
  | { readonly kind: 'matched'; readonly matches: readonly boolean[] }
  | { readonly kind: 'refused'; readonly why: string };

/** The answers, in the order of the questions. @throws Error when there are not as many. */
export async function askRuler(java: JavaPart, questions: readonly Question[]): Promise<readonly Verdict[]> {
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
  const { stdout } = await run('java', ['-Dfile.encoding=UTF-8', '-cp', java.classPath, 'MatchPairs'], { input });
  const lines = stdout.split('\n').slice(0, -1);
  if (lines.length !== questions.length) throw new Error(`${lines.length} answers to ${questions.length} questions`);
  return lines.map((line) =>
    line.startsWith('refused ')
      ? { kind: 'refused', why: line.slice('refused '.length) }
      : { kind: 'matched', matches: Array.from(line).map((digit) => digit === '1') },
  );
}
