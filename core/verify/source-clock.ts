/**
 * Infers the clock of the metrics from the readings. The Lambda's own clock may be minutes off: then readings from
 * before the end of an action look like later ones, and fresh ones look old. Pure.
 */
import type { Reached } from '../incident/reached.ts';
import { CLOCK_SKEW_SECONDS_MAX } from '../clock-skew.ts';
import type { Point } from '../world/series.ts';

/** Periods a metric may be late: AWS publishes a minute one to three minutes after it, not always in order. */
export const LATE_PERIODS_MAX = 3;
/** The same for longer periods: two, though less would do. */
const LATE_LONG_PERIODS_MAX = 2;
const MINUTE_MS = 60_000;

/** Periods by which one reading may come after another of the same period: no metric arrives at once. */
export const LATE_PERIODS_APART = LATE_PERIODS_MAX - 1;

/** Start of the newest complete period, ms since the epoch. */
export function latestComplete(now: number, periodMs: number): number {
  return Math.floor(now / periodMs) * periodMs - periodMs;
}

/** Periods of that length by which a metric may be late. */
export function latePeriodsMax(periodMs: number): number {
  return periodMs <= MINUTE_MS ? LATE_PERIODS_MAX : LATE_LONG_PERIODS_MAX;
}

/**
 * Whether the reading of a complete period may still come. Late readings of a long period are no later than those of a
 * minute. One period more, because the healer looks at intervals. @param start of the period, as `now` ms since the
 * epoch
 */
export function mayYetCome(start: number, now: number, periodMs: number): boolean {
  return now < start + periodMs + (LATE_PERIODS_MAX + 1) * Math.min(periodMs, MINUTE_MS);
}

/** The offset from our clock to the metrics' clock, ms: between the two. */
export interface Shift {
  readonly earliest: number;
  readonly latest: number;
}

/** No detectable offset. */
export const NO_SHIFT: Shift = { earliest: 0, latest: 0 };

export interface Look {
  readonly now: number;
  readonly periodMs: number;
  /** What the previous look reached; absent at the first. */
  readonly before?: Reached | undefined;
}

/**
 * The end of the newest complete period, ms. Only the service's own metrics count: the expression of an alarm may fill
 * periods without data.
 * @returns undefined without readings, apart from those too far in the future for any clock
 */
export function reachOf(
  series: Readonly<Record<string, readonly Point[]>>,
  { now, periodMs }: Look,
): number | undefined {
  const ends = Object.entries(series)
    .filter(([id]) => !id.startsWith(ALARM_SERIES))
    .flatMap(([, points]) => points.map(({ at }) => at + periodMs))
    .filter((end) => end <= now + CLOCKS_APART_MS_MAX);
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** Prefix of an alarm's series; other series have the name of a metric. */
export const ALARM_SERIES = 'alarm:';

/**
 * The offset of the metrics' clock. Readings of our future show that our clock is behind. Readings that end long ago
 * mean a clock that is ahead, or metrics that stopped: if they have advanced since the previous look as fast as our
 * clock, ours is ahead. Until then they count as old.
 */
export function shiftOf(reach: number | undefined, { now, periodMs, before }: Look): Shift {
  if (reach === undefined) return NO_SHIFT;
  const earliest = reach - now;
  const shift = { earliest, latest: earliest + (latePeriodsMax(periodMs) + 1) * periodMs };
  // An offset within the lateness of metrics cannot be seen, nor one within a period measured.
  if (earliest <= 0 && shift.latest >= 0) return NO_SHIFT;
  if (earliest > 0) return earliest > periodMs ? shift : { earliest: periodMs, latest: periodMs };
  const goesOn =
    before !== undefined && reach > before.newestEndsAt && before.newestEndsAt - before.lookedAt - earliest < periodMs;
  return goesOn && shift.latest >= -CLOCKS_APART_MS_MAX ? shift : NO_SHIFT;
}

const CLOCKS_APART_MS_MAX = CLOCK_SKEW_SECONDS_MAX * 1_000;
