/**
 * What was usual of a metric before the failure began: by that, what a service always was like is told from what the failure
 * made of it. The value at the decision cannot tell, it is of the middle of the failure. Pure; it must not know who asks.
 */
import type { Point } from '../ports.ts';

/** Periods before the first sign of a failure that may have led to it: an alarm wants several before it says so. */
const LEAD_PERIODS = 3;
/** Fewer readings than this are no usual: one of them may be of anything. */
const USUAL_READINGS_MIN = 3;

/** How far before the onset has to be read, in periods: what led to it, and twice as many readings as it takes. */
export const USUAL_BACK_PERIODS = LEAD_PERIODS + 2 * USUAL_READINGS_MIN;

/**
 * The median of the readings before the onset and what led to it, by the metrics' clock.
 * @returns undefined where too few were read: then nobody knows what is usual
 */
export function usualBefore(
  read: readonly Point[] = [],
  { onsetAt, periodMs }: { readonly onsetAt: number; readonly periodMs: number },
): number | undefined {
  const values = read
    .filter(({ at, value }) => Number.isFinite(value) && at + (LEAD_PERIODS + 1) * periodMs <= onsetAt)
    .map(({ value }) => value)
    .toSorted((a, b) => a - b);
  return values.length < USUAL_READINGS_MIN ? undefined : values[Math.floor(values.length / 2)];
}
