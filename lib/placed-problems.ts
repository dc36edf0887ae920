/**
 * A problem of the configuration as one of the call it came from: with the name of the call in place of the file, and the
 * words the caller wrote. The configuration is made of the calls, and nobody who made one knows it.
 */
import type { Path, Problem } from '../core/runbook/problem.ts';

/** A call, and which part of the configuration it is. */
export interface CallPlace {
  readonly label: string;
  readonly path: Path;
  /** What the name was made of, where the caller gave none. */
  readonly derivedFrom?: string | undefined;
}

/** Calls say `period` where the configuration says how many seconds. */
const CALLED: Readonly<Record<string, string>> = { periodSeconds: 'period' };

/** The problem as one of the innermost call it is in; unchanged when it is in none. */
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

/** A text about the configuration with the words of the call. */
function spoken(text: string): string {
  return text.replaceAll(/\w+/g, called);
}
