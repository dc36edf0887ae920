/** How often the sweep looks: every few minutes, and less often after a sweep that found all calm. Pure. */
import type { SweepRecord } from '../ports/upkeep.ts';

/** Minutes it rests after a calm sweep. */
const CALM_MINUTES = 30;
/** A schedule is sometimes slightly early; that must not lengthen a rest by a whole start. */
const EARLY_MS = 60_000;

/** Whether this sweep may rest: the last one was complete, calm and recent. */
export function mayRest(last: SweepRecord | undefined, now: number): boolean {
  if (last === undefined || !last.calm || last.next !== undefined) return false;
  return now < last.at + CALM_MINUTES * 60_000 - EARLY_MS;
}

/** The names in the order of checking: those that the last sweep did not reach come first. */
export function fromNext(names: readonly string[], next: string | undefined): readonly string[] {
  const first = next === undefined ? 0 : names.indexOf(next);
  return first <= 0 ? names : [...names.slice(first), ...names.slice(0, first)];
}
