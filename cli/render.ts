/** Renders the result for people: a line per check, with its finding and what to do below. Pure. */
import type { CheckResult, Status } from './check.ts';
import type { Verification } from './verification.ts';

const MARKS: Readonly<Record<Status, string>> = { ok: '✔', warning: '!', failed: '✖', skipped: '–' };

const WIDTH = 100;
const INDENT = '    ';

/** The report as text of at most `WIDTH` columns, except for longer words. Throws nothing. */
export function render({ stack, region, account, results }: Verification): string {
  const lines = results.flatMap(({ status, title, detail, fix }) => [
    `${MARKS[status]} ${title}`,
    ...wrapped(detail, INDENT),
    ...(fix === undefined ? [] : wrapped(`→ ${fix}`, INDENT)),
  ]);
  return [`Stack ${stack}, account ${account}, ${region}`, '', ...lines, '', closing(results), ''].join('\n');
}

/** True when no check failed. Warnings are for people, not for pipelines. */
export function passed({ results }: Verification): boolean {
  return results.every(({ status }) => status !== 'failed');
}

/** Number of checks per status, also for statuses without any. Throws nothing. */
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
