/**
 * How often a sweep looks: it is started every few minutes, and rests while the one before it found all calm. Pure.
 */
import type { SweepRecord } from '../ports/upkeep.ts';

/** How long it rests after one that found nothing open, red or left over. */
const CALM_MINUTES = 30;
/** A schedule is a little early at times; that must not make a rest a whole start longer. */
const EARLY_MS = 60_000;

/** Whether there is no need to look: the last sweep was complete, found all calm, and is not long ago. */
export function mayRest(last: SweepRecord | undefined, now: number): boolean {
  if (last === undefined || !last.calm || last.next !== undefined) return false;
  return now < last.at + CALM_MINUTES * 60_000 - EARLY_MS;
}

/** The names in the order in which they are looked at: what was not reached the last time comes first. */
export function fromNext(names: readonly string[], next: string | undefined): readonly string[] {
  const first = next === undefined ? 0 : names.indexOf(next);
  return first <= 0 ? names : [...names.slice(first), ...names.slice(0, first)];
}
