/**
 * Which readings may be judged: whole periods after the action, recent and without a gap. Old readings, gaps and
 * readings from the future do not count; otherwise a service that fell silent would look healthy.
 */
import type { SeenPoint } from './silence.ts';
import { LATE_PERIODS_APART, latePeriodsMax, latestComplete } from './source-clock.ts';

/** The times that readings are compared with, all by the metrics' clock, ms since the epoch. */
export interface Span {
  /** Readings count from here: the end of the action and of the warm-up. */
  readonly from: number;
  /** The last reading must be of about this time. */
  readonly now: number;
  /** No period has ended after this. */
  readonly until: number;
  readonly periodMs: number;
}

/** The readings of the span without a gap up to its end, oldest first, one per period; empty when they are old. */
export function completePoints(series: readonly SeenPoint[] | undefined, span: Span): readonly SeenPoint[] {
  const { from, now, until, periodMs } = span;
  const after = onePerPeriod(series ?? []).filter(({ at }) => at >= from && at + periodMs <= until);
  const last = after.at(-1);
  // A silent period is certain later than a reading, by as much as readings may come apart.
  const latePeriods = latePeriodsMax(periodMs) + (last?.silent === true ? LATE_PERIODS_APART : 0);
  const fresh = last !== undefined && last.at >= latestComplete(now, periodMs) - latePeriods * periodMs;
  if (!fresh) return [];
  const gap = after.findLastIndex((point, i) => i > 0 && point.at - (after[i - 1]?.at ?? 0) > periodMs);
  return gap < 0 ? after : after.slice(gap);
}

/** In order, each period once. A reading that is no number does not count. */
function onePerPeriod(series: readonly SeenPoint[]): readonly SeenPoint[] {
  const real = series.filter(({ at, value }) => Number.isFinite(at) && Number.isFinite(value));
  return [...new Map(real.map((point) => [point.at, point])).values()].toSorted((a, b) => a.at - b.at);
}
