/**
 * Recorded decisions, one JSON object a line: the facts as they were, and what was decided on them if that is known. Read
 * strictly, because a decision on half of the facts would be another decision.
 */
import type { Facts } from '../../core/decide/facts.ts';
import type { Decision } from '../../core/incident/incident.ts';

export interface Recorded {
  readonly facts: Facts;
  /** Absent when only the facts were kept. */
  readonly decision?: Decision;
}

export type Recording =
  | { readonly kind: 'ok'; readonly decisions: readonly Recorded[] }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** Complete by its type: a fact that is added to decisions is asked for here too. */
const FACTS: Readonly<Record<keyof Facts, true>> = {
  now: true,
  incident: true,
  service: true,
  runbook: true,
  stance: true,
  approval: true,
  alarms: true,
  values: true,
  load: true,
  served: true,
  calendars: true,
  desiredCounts: true,
  running: true,
  releases: true,
  clearedByApplication: true,
  dependencies: true,
  fleet: true,
  toggles: true,
  organic: true,
  experience: true,
};

/** Reads a recording; every line that is none is a problem that names it. Empty lines are nothing. */
export function recordingOf(file: string, text: string): Recording {
  const lines = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line, number: index + 1 }]));
  if (lines.length === 0) return { kind: 'invalid', problems: [`${file}: no decision is recorded in it`] };
  const read = lines.map(({ line, number }) => recordedOf(`${file}:${number}`, line));
  const problems = read.filter((one) => typeof one === 'string');
  if (problems.length > 0) return { kind: 'invalid', problems };
  return { kind: 'ok', decisions: read.filter((one) => typeof one !== 'string') };
}

/** What one line says, or what is wrong with it. */
function recordedOf(where: string, line: string): Recorded | string {
  const value = parsed(line);
  if (!isObject(value)) return `${where}: not a JSON object`;
  const { facts, decision } = value;
  if (!isObject(facts)) return `${where}: facts are missing`;
  const missing = Object.keys(FACTS).filter((name) => facts[name] === undefined);
  if (missing.length > 0) return `${where}: its facts lack ${missing.join(', ')}`;
  if (decision !== undefined && !(isObject(decision) && typeof decision['kind'] === 'string')) {
    return `${where}: its decision is none`;
  }
  return value as unknown as Recorded;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
