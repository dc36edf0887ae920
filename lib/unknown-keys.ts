/**
 * Refuses unknown properties of a call and names the known ones. TypeScript does the same; in JavaScript a misspelt
 * property would silently become a default.
 */
import type { Finding } from '../core/runbook/problem.ts';
import { didYouMean, suggestion } from '../core/runbook/suggest.ts';

/** A finding for every key of `given` that is not in `known`. */
export function unknownKeys(given: object, known: readonly string[]): readonly Finding[] {
  const free = known.filter((word) => !(word in given));
  return Object.entries(given)
    .filter(([key]) => !known.includes(key))
    .map(([key, value]) => {
      const fix = meant(key, free) ?? 'leave it out';
      return { path: [key], value: value as unknown, problem: `unknown key "${key}"`, allowed: known, fix };
    });
}

/** The configuration's file has longer names, such as `periodSeconds`. */
function meant(key: string, words: readonly string[]): string | undefined {
  const shorter = words.find((word) => key.startsWith(word));
  return shorter === undefined ? suggestion(key, words) : didYouMean(shorter);
}

/** `given` without unknown keys: each mistake is reported once. */
export function knownOnly<Given extends object>(given: Given, known: readonly string[]): Given {
  return Object.fromEntries(Object.entries(given).filter(([key]) => known.includes(key))) as Given;
}
