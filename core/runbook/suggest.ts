/**
 * Guesses which allowed word a person meant: the nearest one, or a synonym from other tools. A suggestion is only text;
 * no value is ever corrected.
 */
import { TRAITS } from '../remedies/registry.ts';

/** Other tools' words for a person who is asked. */
const PAGE_SYNONYMS = ['escalate', 'notify', 'alert'];

/** What other tools call by this word; undefined where the word is not known. */
function synonymOf(word: string): string | undefined {
  if (PAGE_SYNONYMS.includes(word)) return 'page';
  return Object.values(TRAITS).find(({ synonyms }) => synonyms?.includes(word))?.kind;
}

/** The allowed word nearest to `word`; undefined when none is near enough. */
function nearest(word: string, allowed: readonly string[]): string | undefined {
  const synonym = synonymOf(word.toLowerCase());
  if (synonym !== undefined && allowed.includes(synonym)) return synonym;
  const containing = allowed.filter((candidate) => candidate.toLowerCase().includes(word.toLowerCase()));
  if (word.length >= 3 && containing.length === 1) return containing[0];
  const ranked = allowed
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);
  const best = ranked[0];
  // With half of its letters wrong it is another word.
  return best !== undefined && best.distance <= Math.max(1, Math.floor(best.candidate.length / 2.5))
    ? best.candidate
    : undefined;
}

/** `did you mean x?`, or undefined. */
export function suggestion(word: unknown, allowed: readonly string[]): string | undefined {
  const best = typeof word === 'string' ? nearest(word, allowed) : undefined;
  return best === undefined ? undefined : didYouMean(best);
}

/** The one wording of a suggestion. */
export function didYouMean(word: string): string {
  return `did you mean ${word}?`;
}

/**
 * Optimal string alignment distance, row by row: Levenshtein's, but two swapped neighbours are one mistake, the most
 * frequent typing error.
 */
function editDistance(a: string, b: string): number {
  let before: readonly number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? (before[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution, swap));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
