/** Minutes of a run as the core counts time: from the landmark of its memory on. */
import { LANDMARK } from '../../core/memory/decay.ts';

/** Ms since the epoch. @param minutes since the start of the run */
export function clockTime(minutes: number): number {
  return LANDMARK + minutes * 60_000;
}

/** Minutes since the start of the run. @param at ms since the epoch */
export function minutesAt(at: number): number {
  return (at - LANDMARK) / 60_000;
}
