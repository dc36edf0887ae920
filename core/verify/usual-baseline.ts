/**
 * What was usual of a metric before the failure began: by that, what a service always was like is told from what the failure
 * made of it. The value at the decision cannot tell, it is of the middle of the failure. Pure; it must not know who asks.
 */
import type { Point } from '../world/series.ts';
import { mean } from '../statistics.ts';

/** Periods before the first sign of a failure that may have led to it: an alarm wants several before it says so. */
const LEAD_PERIODS = 3;
/** Fewer readings than this are no usual: one of them may be of anything. */
const USUAL_READINGS_MIN = 3;
/** Periods the usual is made of. */
const USUAL_PERIODS = 2 * USUAL_READINGS_MIN;
/**
 * Periods over which few requests must have come before few are enough: a service that lost its users ten minutes before
 * anything turned red was not quiet half an hour ago.
 */
const QUIET_PERIODS = 30;

/** How far before the onset has to be read, in periods: what led to it, and the longest time that says what is usual. */
export const USUAL_BACK_PERIODS = LEAD_PERIODS + QUIET_PERIODS;

interface When {
  readonly onsetAt: number;
  readonly periodMs: number;
}

/**
 * The median of the readings before the onset and what led to it, by the metrics' clock.
 * @returns undefined where too few were read: then nobody knows what is usual
 */
export function usualBaseline(read: readonly Point[] = [], when: When): number | undefined {
  const values = valuesBefore(read, when, USUAL_PERIODS).toSorted((a, b) => a - b);
  return values.length < USUAL_READINGS_MIN ? undefined : values[Math.floor(values.length / 2)];
}

/**
 * Requests a period before the failure: as `usualBaseline`, and never less than the mean of the half hour before.
 * @param read with the periods in which none came
 */
export function usualRequests(read: readonly Point[] = [], when: When): number | undefined {
  const lately = usualBaseline(read, when);
  if (lately === undefined) return undefined;
  const values = valuesBefore(read, when, QUIET_PERIODS);
  return Math.max(lately, mean(values));
}

function valuesBefore(read: readonly Point[], { onsetAt, periodMs }: When, periods: number): readonly number[] {
  const until = onsetAt - LEAD_PERIODS * periodMs;
  return read
    .filter(({ at, value }) => Number.isFinite(value) && at + periodMs <= until)
    .filter(({ at }) => at + periodMs > until - periods * periodMs)
    .map(({ value }) => value);
}
