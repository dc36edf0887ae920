/**
 * The baseline of a metric before the failure: tells what the service always had from what the failure caused. The
 * value at the decision cannot, because it is from the middle of the failure. Pure.
 */
import type { Point } from '../world/series.ts';
import { mean } from '../statistics.ts';

/** Periods before the first sign that may belong to the failure: an alarm waits for several. */
const LEAD_PERIODS = 3;
/** Fewer readings are no baseline: a single one may be an exception. */
const USUAL_READINGS_MIN = 3;
/** Periods that make up the baseline. */
const USUAL_PERIODS = 2 * USUAL_READINGS_MIN;
/**
 * Periods over which few requests must have come before few are enough: a service that lost its users ten minutes
 * before an alarm turned red was not quiet half an hour ago.
 */
const QUIET_PERIODS = 30;

/** Periods to read before the onset: those that may belong to the failure, and the longest span of a baseline. */
export const USUAL_BACK_PERIODS = LEAD_PERIODS + QUIET_PERIODS;

interface When {
  readonly onsetAt: number;
  readonly periodMs: number;
}

/**
 * The median of the readings before the onset and its lead periods, by the metrics' clock.
 * @returns undefined with too few readings
 */
export function usualBaseline(read: readonly Point[] = [], when: When): number | undefined {
  const values = valuesBefore(read, when, USUAL_PERIODS).toSorted((a, b) => a - b);
  return values.length < USUAL_READINGS_MIN ? undefined : values[Math.floor(values.length / 2)];
}

/**
 * Requests per period before the failure: as `usualBaseline`, and never less than the mean of the half hour before.
 * @param read including periods without requests
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
