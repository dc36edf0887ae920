/**
 * Reads series up to the present of whoever measured them. The Lambda's clock may be behind, and a read that ends at its
 * now would leave out what was measured since: it would judge and decide by a past that it takes for the present.
 */
import { CLOCK_SKEW_SECONDS_MAX } from '../../core/clock-skew.ts';
import type { Metrics } from '../../core/ports/metrics.ts';
import type { Point, SeriesRequest } from '../../core/world/series.ts';
import { ALARM_SERIES, LATE_PERIODS_MAX } from '../../core/verify/source-clock.ts';

type AllSeries = Readonly<Record<string, readonly Point[]>>;

/**
 * Complete periods from `from` on, by request id. Beyond `now` only those count after which another began: CloudWatch
 * answers with the period it is in the middle of, too.
 */
export async function readUpToNow(
  metrics: Metrics,
  requests: readonly SeriesRequest[],
  from: number,
  now: number,
): Promise<AllSeries> {
  const series = await readBeyond(metrics, requests, from, now);
  return completeBy(series, requests, Math.max(now, newestStart(series, requests)));
}

/**
 * The same for who wants the latest reading of each: where periods began after `now`, the one that is not over is taken as
 * well. It is of before the action that is decided now, and the one before it may be of before the failure.
 */
export async function readLatest(
  metrics: Metrics,
  requests: readonly SeriesRequest[],
  from: number,
  now: number,
): Promise<AllSeries> {
  const series = await readBeyond(metrics, requests, from, now);
  return newestStart(series, requests) > now ? series : completeBy(series, requests, now);
}

/**
 * The last complete periods, so many of each, counted back from the newest of them: to one the same for a clock that is as
 * far ahead or behind as clocks may be. None where the metrics ended longer ago than all of them and that take.
 */
export async function readLastPeriods(
  metrics: Metrics,
  requests: readonly SeriesRequest[],
  periods: number,
  now: number,
): Promise<AllSeries> {
  const longestSeconds = Math.max(...requests.map(({ periodSeconds }) => periodSeconds));
  // The period that is not over yet moves the others back by one, and metrics may be late.
  const backSeconds = (periods + 1 + LATE_PERIODS_MAX) * longestSeconds + CLOCK_SKEW_SECONDS_MAX;
  const series = await readUpToNow(metrics, requests, now - backSeconds * 1_000, now);
  const newest = newestStart(series, requests);
  return Object.fromEntries(
    requests.map(({ id, periodSeconds }) => [
      id,
      (series[id] ?? []).filter(({ at }) => at > newest - periods * periodSeconds * 1_000),
    ]),
  );
}

async function readBeyond(
  metrics: Metrics,
  requests: readonly SeriesRequest[],
  from: number,
  now: number,
): Promise<AllSeries> {
  return await metrics.series(requests, from, now + CLOCK_SKEW_SECONDS_MAX * 1_000);
}

/** The expression of an alarm may fill periods that nobody measured yet, so what it shows tells no time. */
function newestStart(series: AllSeries, requests: readonly SeriesRequest[]): number {
  const plain = requests.filter(({ id }) => !id.startsWith(ALARM_SERIES));
  return Math.max(-Infinity, ...plain.flatMap(({ id }) => (series[id] ?? []).map(({ at }) => at)));
}

function completeBy(series: AllSeries, requests: readonly SeriesRequest[], end: number): AllSeries {
  return Object.fromEntries(
    requests.map(({ id, periodSeconds }) => [
      id,
      (series[id] ?? []).filter(({ at }) => at + periodSeconds * 1_000 <= end),
    ]),
  );
}
