/**
 * Translates a problem of the configuration into a problem of the call that caused it: the call's name in place of the
 * file, and the caller's own words. The configuration is made from the calls, and callers do not know it.
 */
import type { Path, Problem } from '../core/runbook/problem.ts';

/** A call, and the part of the configuration made from it. */
export interface CallPlace {
  readonly label: string;
  readonly path: Path;
  /** The source of the name, if the caller gave none. */
  readonly derivedFrom?: string | undefined;
}

/** The calls use `period`, the configuration seconds. */
const CALLED: Readonly<Record<string, string>> = { periodSeconds: 'period' };

/** The problem as one of the innermost call; unchanged if no call caused it. */
export function placedIn(places: readonly CallPlace[], problem: Problem): Problem {
  const place = places
    .filter(({ path }) => path.every((part, index) => part === problem.path[index]))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
  if (place === undefined) return problem;
  const path = problem.path.slice(place.path.length).map((part) => (typeof part === 'string' ? called(part) : part));
  const fix = place.derivedFrom !== undefined && path[0] === 'name' ? derived(place.derivedFrom) : problem.fix;
  return {
    ...problem,
    file: place.label,
    path,
    problem: spoken(problem.problem),
    ...(fix === undefined ? {} : { fix: spoken(fix) }),
  };
}

function derived(from: string): string {
  return `it was derived from ${from}: write \`name\` in heals()`;
}

function called(word: string): string {
  return CALLED[word] ?? word;
}

/** A text about the configuration in the words of the call. */
function spoken(text: string): string {
  return text.replaceAll(/\w+/g, called);
}
