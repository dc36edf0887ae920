/**
 * Reads series up to the present of their source. The Lambda's clock may be late, and a read that ends at its `now` would
 * omit the newest periods and take the past for the present.
 */
import { CLOCK_SKEW_SECONDS_MAX } from '../../core/clock-skew.ts';
import type { Metrics } from '../../core/ports/metrics.ts';
import type { Point, SeriesRequest } from '../../core/world/series.ts';
import { ALARM_SERIES, LATE_PERIODS_MAX } from '../../core/verify/source-clock.ts';

type AllSeries = Readonly<Record<string, readonly Point[]>>;

/**
 * Complete periods from `from` on, by request id. After `now` a period counts only if a later one has begun, because
 * CloudWatch also returns the unfinished period.
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
 * As `readUpToNow`, with the latest reading of each: if periods began after `now`, it includes the unfinished one. That
 * one is from before the action now being decided; the one before may be from before the failure.
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
 * The last complete periods of each request, counted back from the newest of them. The result is the same for any clock
 * within the tolerated skew. Empty when the metrics ended longer ago than that.
 */
export async function readLastPeriods(
  metrics: Metrics,
  requests: readonly SeriesRequest[],
  periods: number,
  now: number,
): Promise<AllSeries> {
  const longestSeconds = Math.max(...requests.map(({ periodSeconds }) => periodSeconds));
  // The unfinished period shifts the others by one, and metrics may be late.
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

/** An alarm's expression may fill periods without measurements, so its points do not tell the time. */
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
