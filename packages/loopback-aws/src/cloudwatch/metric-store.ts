/**
 * Keeps metric samples and answers statistics from them. Samples fall into buckets of ten seconds, the shortest
 * period an alarm may have; a bucket keeps exact sum, count and extremes, and enough values for percentiles.
 * It is bounded in every direction: buckets per series, values per bucket and number of series.
 */
import type { Metric } from './metric.ts';
import { type Answers, answersOf } from '../answers.ts';
import { AwsError, unsupported } from '../aws-service.ts';
import { periodsLate } from './lateness.ts';

/** The resolution of the store, and the shortest period it can answer for. */
const BUCKET_MS = 10_000;
/** A day of ten-second buckets: more than any alarm or runbook looks back. */
const MAX_BUCKETS = 8_640;
/** Enough for a p99; beyond it only the exact sums go on. */
const MAX_VALUES = 500;
/** Per-task series come and go with the tasks: the stalest one is dropped beyond this. */
const MAX_SERIES = 1_000;

/** Periods of `periodMs` from `startMs` on, `count` of them. */
export interface Grid {
  readonly startMs: number;
  readonly periodMs: number;
  readonly count: number;
}

/** Value by start of period, in milliseconds; periods without data are absent. */
export type Series = ReadonlyMap<number, number>;

interface Bucket {
  /** Cloud time from which it can be asked for. */
  readonly seenAt: number;
  sum: number;
  count: number;
  min: number;
  max: number;
  readonly values: number[];
}

export interface MetricStore {
  /** Adds samples taken at cloud time `at`; a value that is not finite is refused. */
  put(metric: Metric, values: readonly number[], at: number): void;
  /** `stat` is Average, Sum, Minimum, Maximum, SampleCount or pNN. */
  query(metric: Metric, stat: string, grid: Grid): Series;
  /** All metrics that have data. */
  list(): readonly Metric[];
  readonly answers: Answers;
}

/** Whose time it is, and what is played; without it every value is there at once. */
export interface MetricArrival {
  now(): number;
  readonly answers: Answers;
}

const keyOf = (metric: Metric): string =>
  JSON.stringify([
    metric.namespace,
    metric.name,
    Object.entries(metric.dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);

/** An empty store. */
export function metricStore(arrival?: MetricArrival): MetricStore {
  const all = new Map<string, { readonly metric: Metric; readonly buckets: Map<number, Bucket> }>();
  const seenAt = (metric: Metric, start: number): number =>
    arrival === undefined ? start : start + (1 + periodsLate(arrival.answers, metric, start)) * BUCKET_MS;

  return {
    put(metric, values, at) {
      const key = keyOf(metric);
      const series = all.get(key) ?? { metric, buckets: new Map<number, Bucket>() };
      all.delete(key); // Re-inserting keeps the map in order of last use.
      all.set(key, series);
      if (all.size > MAX_SERIES) all.delete(all.keys().next().value ?? key);
      const start = Math.floor(at / BUCKET_MS) * BUCKET_MS;
      const bucket = series.buckets.get(start) ?? emptyBucket(seenAt(metric, start));
      series.buckets.set(start, bucket);
      if (series.buckets.size > MAX_BUCKETS) series.buckets.delete(series.buckets.keys().next().value ?? start);
      for (const value of values) add(bucket, value);
    },
    query(metric, stat, grid) {
      if (grid.periodMs % BUCKET_MS !== 0) throw unsupported(`a period of ${grid.periodMs / 1000} s`);
      const buckets = all.get(keyOf(metric))?.buckets;
      const now = arrival?.now() ?? Infinity;
      const answer = new Map<number, number>();
      if (buckets === undefined) return answer;
      for (let index = 0; index < grid.count; index += 1) {
        const start = grid.startMs + index * grid.periodMs;
        const parts: Bucket[] = [];
        for (let at = start; at < start + grid.periodMs; at += BUCKET_MS) {
          const part = buckets.get(at);
          if (part !== undefined && part.count > 0 && part.seenAt <= now) parts.push(part);
        }
        if (parts.length > 0) answer.set(start, statistic(stat, parts));
      }
      return answer;
    },
    list: () => [...all.values()].map((series) => series.metric),
    answers: arrival?.answers ?? answersOf(),
  };
}

const emptyBucket = (seenAt: number): Bucket => ({
  seenAt,
  sum: 0,
  count: 0,
  min: Infinity,
  max: -Infinity,
  values: [],
});

function add(bucket: Bucket, value: number): void {
  if (!Number.isFinite(value))
    throw new AwsError('InvalidParameterValue', `A metric value must be finite, not ${value}`);
  bucket.sum += value;
  bucket.count += 1;
  bucket.min = Math.min(bucket.min, value);
  bucket.max = Math.max(bucket.max, value);
  if (bucket.values.length < MAX_VALUES) bucket.values.push(value);
}

function statistic(stat: string, parts: readonly Bucket[]): number {
  const sum = parts.reduce((total, part) => total + part.sum, 0);
  const count = parts.reduce((total, part) => total + part.count, 0);
  if (stat === 'Sum') return sum;
  if (stat === 'SampleCount') return count;
  if (stat === 'Average') return sum / count;
  if (stat === 'Minimum') return Math.min(...parts.map((part) => part.min));
  if (stat === 'Maximum') return Math.max(...parts.map((part) => part.max));
  const percent = Number(/^p(\d{1,2}(?:\.\d+)?|100)$/.exec(stat)?.[1] ?? NaN);
  if (Number.isNaN(percent)) throw unsupported(`the statistic ${stat}`);
  const values = parts.flatMap((part) => part.values).toSorted((a, b) => a - b);
  return values[Math.max(0, Math.ceil((percent / 100) * values.length) - 1)] ?? NaN;
}
