/**
 * Fills periods in which a sparse metric was silent because nothing happened: those count as zero. Silence alone proves
 * nothing, so another metric of the service must have a reading in the same period. Pure.
 */
import { countsRequests, type Balanced } from '../catalog/target-groups.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import type { Point } from '../world/series.ts';
import type { MetricName } from '../vocabulary.ts';
import { LATE_PERIODS_APART } from './source-clock.ts';
import type { Sparse } from './sparse.ts';

/** A reading, or a period without one that counts as zero. */
export interface SeenPoint extends Point {
  readonly silent?: true;
  /** Of a share of requests: the least that so few requests prove. Absent where the reading is exact. */
  readonly atLeast?: number;
}

/** Shows that tasks run: ECS publishes it for every period in which one does. */
export const WITNESS = 'cpuPercent' satisfies MetricName;

/** Periods in which the service was at work, by other metrics. */
export interface Witnessed {
  /** Starts of periods with requests; without a count of requests, of periods in which a task was measured. */
  readonly atWork: readonly number[];
  /** Starts of periods in which tasks were measured without any request, where that is its baseline. */
  readonly idle: readonly number[];
  /** A period that ends later may still get a datapoint, so its silence is not certain. ms since the epoch. */
  readonly until: number;
  readonly periodMs: number;
}

/**
 * Until when a missing datapoint is certain: before the newest reading of the service, by as many periods as readings
 * may come apart.
 * @returns -Infinity without readings
 */
export function silentUntil(
  { requestCount = [], [WITNESS]: witness = [] }: Readonly<Record<string, readonly Point[]>>,
  periodMs: number,
): number {
  const newest = Math.max(-Infinity, ...[...requestCount, ...witness].map(({ at }) => at));
  return newest + (1 - LATE_PERIODS_APART) * periodMs;
}

/** Requests per period in which tasks were measured: a load balancer publishes no datapoint for zero requests. */
export function withoutRequests(
  series: Readonly<Record<string, readonly Point[]>>,
  service: Balanced & Pick<ServiceEntry, 'periodSeconds'>,
): readonly SeenPoint[] {
  const { requestCount = [], [WITNESS]: witness = [] } = series;
  if (!countsRequests(service)) return requestCount;
  const periodMs = service.periodSeconds * 1_000;
  const until = silentUntil(series, periodMs);
  return merged(
    requestCount,
    witness.map(({ at }) => at).filter((at) => at + periodMs <= until),
  );
}

/**
 * The series with a zero for each period in which silence means zero; unchanged where silence means nothing.
 * @param periodMs of the series, which may differ from the service's
 */
export function withSilence(
  points: readonly Point[],
  sparse: Sparse,
  { witnessed, periodMs }: { readonly witnessed: Witnessed; readonly periodMs: number },
): readonly SeenPoint[] {
  const { atWork, idle, until } = witnessed;
  const vouched = sparse === 'gauge' ? [] : sparse === 'count' ? [...atWork, ...idle] : idle;
  const starts = vouched.flatMap((at) => startsWithin(at, witnessed.periodMs, periodMs));
  return merged(
    points,
    [...new Set(starts)].filter((at) => at + periodMs <= until),
  );
}

/** Starts of the periods of another length that contain this one, or are parts of it. */
function startsWithin(at: number, length: number, periodMs: number): readonly number[] {
  const first = Math.floor(at / periodMs) * periodMs;
  const count = Math.max(1, Math.floor(length / periodMs));
  return Array.from({ length: count }, (_, index) => first + index * periodMs);
}

function merged(points: readonly Point[], silentAt: readonly number[]): readonly SeenPoint[] {
  const measured = new Set(points.map(({ at }) => at));
  const silent = silentAt.filter((at) => !measured.has(at)).map((at): SeenPoint => ({ at, value: 0, silent: true }));
  return [...points, ...silent].toSorted((a, b) => a.at - b.at);
}
