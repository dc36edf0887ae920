/**
 * Reads the clock of the metrics off the metrics. The Lambda's own clock may be minutes off, and then its times mean
 * other readings than they seem to: the end of an action may lie after what followed it, and what was just measured looks
 * old. Pure; it must not know what the readings mean.
 */
import type { Reached } from '../incident/reached.ts';
import { CLOCK_SKEW_SECONDS_MAX } from '../clock-skew.ts';
import type { Point } from '../world/series.ts';

/** Periods a metric may be late: what AWS publishes of a minute comes one to three minutes after it, and not always in order. */
export const LATE_PERIODS_MAX = 3;
/** The same of periods that are longer: two, though less would do. */
const LATE_LONG_PERIODS_MAX = 2;
const MINUTE_MS = 60_000;

/** Periods by which one reading may come after another of the same period, since none is there at once. */
export const LATE_PERIODS_APART = LATE_PERIODS_MAX - 1;

/** Start of the newest period that is over, ms since the epoch. */
export function latestComplete(now: number, periodMs: number): number {
  return Math.floor(now / periodMs) * periodMs - periodMs;
}

/** Periods of that length by which a metric may be late. */
export function latePeriodsMax(periodMs: number): number {
  return periodMs <= MINUTE_MS ? LATE_PERIODS_MAX : LATE_LONG_PERIODS_MAX;
}

/**
 * Whether the reading of a period that is over may yet come: for so many periods, and of a long one no longer than of a minute.
 * One period more, because the healer looks at intervals. @param start of the period, as `now` ms since the epoch
 */
export function mayYetCome(start: number, now: number, periodMs: number): boolean {
  return now < start + periodMs + (LATE_PERIODS_MAX + 1) * Math.min(periodMs, MINUTE_MS);
}

/** What has to be added to a time of ours to have it by the metrics' clock, ms: it is somewhere between the two. */
export interface Shift {
  readonly earliest: number;
  readonly latest: number;
}

/** Clocks that agree as far as anybody can see. */
export const NO_SHIFT: Shift = { earliest: 0, latest: 0 };

export interface Look {
  readonly now: number;
  readonly periodMs: number;
  /** What the look before this one reached; absent at the first. */
  readonly before?: Reached | undefined;
}

/**
 * When the newest complete period ended, ms. Only the service's own metrics tell: the expression of an alarm may fill
 * periods that nobody measured yet.
 * @returns undefined when none of them has a reading that is not of a future further than clocks may be apart
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

/** Series of an alarm have its name behind this; the others are named after a metric. */
export const ALARM_SERIES = 'alarm:';

/**
 * How far the metrics' clock is from ours. Readings of our future show that ours is behind. Readings that end long ago
 * show a clock that is ahead, or metrics that stopped: only that they went on since the look before, as fast as our own
 * clock did, tells one from the other. Until then they are old news.
 */
export function shiftOf(reach: number | undefined, { now, periodMs, before }: Look): Shift {
  if (reach === undefined) return NO_SHIFT;
  const earliest = reach - now;
  const shift = { earliest, latest: earliest + (latePeriodsMax(periodMs) + 1) * periodMs };
  // Within the time that metrics are late anyway nothing can be told, and within a period not how much.
  if (earliest <= 0 && shift.latest >= 0) return NO_SHIFT;
  if (earliest > 0) return earliest > periodMs ? shift : { earliest: periodMs, latest: periodMs };
  const goesOn =
    before !== undefined && reach > before.newestEndsAt && before.newestEndsAt - before.lookedAt - earliest < periodMs;
  return goesOn && shift.latest >= -CLOCKS_APART_MS_MAX ? shift : NO_SHIFT;
}

const CLOCKS_APART_MS_MAX = CLOCK_SKEW_SECONDS_MAX * 1_000;
