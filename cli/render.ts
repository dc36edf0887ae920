/** The result as a person reads it: one line for each check, what was seen below it, and what to do. Pure. */
import type { CheckResult, Status } from './check.ts';
import type { Verification } from './verification.ts';

const MARKS: Readonly<Record<Status, string>> = { ok: '✔', warning: '!', failed: '✖', skipped: '–' };

/** Columns of a line; a terminal has eighty. */
const WIDTH = 100;
const INDENT = '    ';

/** The whole report as text of at most `WIDTH` columns, where no single word is longer. Throws nothing. */
export function render({ stack, region, account, results }: Verification): string {
  const lines = results.flatMap(({ status, title, detail, fix }) => [
    `${MARKS[status]} ${title}`,
    ...wrapped(detail, INDENT),
    ...(fix === undefined ? [] : wrapped(`→ ${fix}`, INDENT)),
  ]);
  return [`Stack ${stack}, account ${account}, ${region}`, '', ...lines, '', closing(results), ''].join('\n');
}

/** True when nothing failed: warnings are for people, not for pipelines. */
export function passed({ results }: Verification): boolean {
  return results.every(({ status }) => status !== 'failed');
}

/** How many checks ended in each status, those with none included. Throws nothing. */
export function counts(results: readonly CheckResult[]): Readonly<Record<Status, number>> {
  const count = (wanted: Status): number => results.filter(({ status }) => status === wanted).length;
  return { ok: count('ok'), warning: count('warning'), failed: count('failed'), skipped: count('skipped') };
}

function closing(results: readonly CheckResult[]): string {
  const { ok, warning, failed, skipped } = counts(results);
  return `${ok} ok, ${warning} to look at, ${failed} failed, ${skipped} not made`;
}

function wrapped(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines;
}
