/**
 * Words a call does not know, with those it does: the compiler says the same to who writes TypeScript, and a misspelt
 * property would else be a default nobody asked for.
 */
import type { Finding } from '../core/runbook/problem.ts';
import { didYouMean, suggestion } from '../core/runbook/suggest.ts';

/** A finding for every key of `given` that is not among `known`. */
export function unknownKeys(given: object, known: readonly string[]): readonly Finding[] {
  const free = known.filter((word) => !(word in given));
  return Object.entries(given)
    .filter(([key]) => !known.includes(key))
    .map(([key, value]) => {
      const fix = meant(key, free) ?? 'leave it out';
      return { path: [key], value: value as unknown, problem: `unknown key "${key}"`, allowed: known, fix };
    });
}

/** The file says more in a word, such as `periodSeconds`. */
function meant(key: string, words: readonly string[]): string | undefined {
  const shorter = words.find((word) => key.startsWith(word));
  return shorter === undefined ? suggestion(key, words) : didYouMean(shorter);
}

/** `given` without the keys that are not among `known`: each mistake is said once. */
export function knownOnly<Given extends object>(given: Given, known: readonly string[]): Given {
  return Object.fromEntries(Object.entries(given).filter(([key]) => known.includes(key))) as Given;
}
