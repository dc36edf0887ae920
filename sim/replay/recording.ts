/**
 * Recorded decisions, one JSON object a line: the facts as they were, and what was decided on them if that is known. Read
 * strictly, because a decision on half of the facts would be another decision.
 */
import type { Facts } from '../../core/facts/facts.ts';
import type { Decision } from '../../core/incident/incident.ts';
import { findingsOf } from '../../core/runbook/findings.ts';
import { renderProblem } from '../../core/runbook/problem.ts';
import { fewOf } from './few-problems.ts';
import { completed, isNewer } from './older-facts.ts';
import { FACT_NAMES, recordedLine } from './recorded-facts.ts';

export interface Recorded {
  readonly facts: Facts;
  /** Absent when only the facts were kept. */
  readonly decision?: Decision;
}

/** A line of an earlier version, which did not record all that deciding needs today. */
export interface LeftOut {
  readonly line: number;
  readonly lacks: readonly string[];
}

export type Recording =
  | { readonly kind: 'ok'; readonly decisions: readonly Recorded[]; readonly leftOut: readonly LeftOut[] }
  /** At most a screen of them. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

type Line =
  | { readonly kind: 'recorded'; readonly recorded: Recorded }
  | { readonly kind: 'left out'; readonly leftOut: LeftOut }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] };

const BYTE_ORDER_MARK = /^\u{FEFF}/u;
const WHAT_IT_IS = 'a recording is what npm run decisions --silent prints, or the lab keeps with --decisions FILE';

/** Reads a recording; every line that is none is a problem that names it. Empty lines are nothing. */
export function recordingOf(file: string, text: string): Recording {
  // No text of this encoding holds a zero byte; PowerShell's redirection writes UTF-16, which does.
  if (text.includes('\0')) return invalid([`${file}: not UTF-8 text; ${WHAT_IT_IS}`]);
  const lines = text
    .replace(BYTE_ORDER_MARK, '')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [{ line, number: index + 1 }]));
  if (lines.length === 0) return invalid([`${file}: no decision is recorded in it; ${WHAT_IT_IS}`]);
  const read = lines.map(({ line, number }) => lineOf(file, number, line));
  const problems = read.flatMap((one) => (one.kind === 'wrong' ? one.problems : []));
  if (problems.length > 0) return invalid([...fewOf(problems), `${WHAT_IT_IS}.`]);
  const decisions = read.flatMap((one) => (one.kind === 'recorded' ? [one.recorded] : []));
  const leftOut = read.flatMap((one) => (one.kind === 'left out' ? [one.leftOut] : []));
  if (decisions.length > 0) return { kind: 'ok', decisions, leftOut };
  const lacks = [...new Set(leftOut.flatMap((one) => one.lacks))].join(', ');
  return invalid([`${file}: an earlier version recorded it without ${lacks}, which deciding needs; export newer ones`]);
}

function invalid(problems: readonly string[]): Recording {
  return { kind: 'invalid', problems };
}

function lineOf(file: string, number: number, line: string): Line {
  const where = `${file}:${number}`;
  const value = parsed(line);
  if (typeof value === 'string') return { kind: 'wrong', problems: [`${where}: ${value}`] };
  const { facts: raw } = value;
  if (!isObject(raw)) return { kind: 'wrong', problems: [`${where}: facts are missing`] };
  const facts = completed(raw);
  const lacks = FACT_NAMES.filter((name) => facts[name] === undefined);
  if (lacks.length > 0 && lacks.every(isNewer)) return { kind: 'left out', leftOut: { line: number, lacks } };
  if (lacks.length > 0) return { kind: 'wrong', problems: [`${where}: its facts lack ${lacks.join(', ')}`] };
  const whole = { ...value, facts };
  const checked = recordedLine.safeParse(whole);
  // What was checked, and not what the check returns: it would be a copy of everything.
  if (checked.success) return { kind: 'recorded', recorded: whole as unknown as Recorded };
  const findings = findingsOf(checked.error, recordedLine, whole);
  return { kind: 'wrong', problems: findings.map((finding) => renderProblem({ ...finding, file: where })) };
}

/** npm says what it runs, on the standard output, unless it is told not to. */
const NPM_BANNER = /^> /;

/** The object of a line, or why it is none. */
function parsed(line: string): Readonly<Record<string, unknown>> | string {
  if (NPM_BANNER.test(line)) return 'this is what npm says, no decision: export with npm run decisions --silent';
  try {
    const value: unknown = JSON.parse(line);
    if (isObject(value)) return value;
    return `${Array.isArray(value) ? 'a list' : JSON.stringify(value).slice(0, 60)}, not a JSON object`;
  } catch (error) {
    if (error instanceof SyntaxError)
      return `not a JSON object (${error.message.slice(0, 120).replaceAll(/\p{Cc}|\u{FFFD}/gu, '·')})`;
    throw error;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
