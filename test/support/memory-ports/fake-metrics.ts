/**
 * CloudWatch as far as the healer reads it: alarms a test sets, and series that are functions of time. A period that is
 * not over by now is not there yet, as in CloudWatch.
 */
import type { ServiceEntry } from '../../../core/catalog/service.ts';
import { metricElements, type MetricElement } from '../../../core/catalog/metrics.ts';
import type { AlarmSnapshot } from '../../../core/world/alarm.ts';
import type { Metrics } from '../../../core/ports/metrics.ts';
import type { Point, SeriesRequest } from '../../../core/world/series.ts';
import type { MetricName } from '../../../core/vocabulary.ts';

/** Value of the period that starts then (ms since the epoch); undefined where there is no data. */
export type Series = (periodStart: number) => number | undefined;

export interface FakeMetrics {
  readonly port: Metrics;
  /** Sets what the elements measure from now on; earlier periods change too. */
  setSeries(elements: readonly MetricElement[], series: Series): void;
  /** As `setSeries`, for a metric of a service by its name. */
  setMetric(service: ServiceEntry, metric: MetricName, series: Series): void;
  setAlarm(alarm: AlarmSnapshot): void;
  removeAlarm(name: string): void;
  /** An operator mutes it about an alarm, or no longer. */
  mute(name: string, muted?: boolean): void;
}

export function fakeMetrics(now: () => number): FakeMetrics {
  const alarms = new Map<string, AlarmSnapshot>();
  const muted = new Set<string>();
  const series = new Map<string, Series>();
  const setSeries = (elements: readonly MetricElement[], values: Series): void => {
    series.set(JSON.stringify(elements), values);
  };
  return {
    setSeries,
    setMetric(service, metric, values) {
      const elements = metricElements(metric, service);
      if (elements === undefined) throw new Error(`${service.name} has no ${metric}`);
      setSeries(elements, values);
    },
    setAlarm: (alarm) => void alarms.set(alarm.name, alarm),
    removeAlarm: (name) => void alarms.delete(name),
    mute: (name, on = true) => void (on ? muted.add(name) : muted.delete(name)),
    port: {
      muted: async (name) => muted.has(name),
      alarms: async (names) => [...new Set(names)].flatMap((name) => alarms.get(name) ?? []),
      series: async (requests, from, to) =>
        Object.fromEntries(
          requests.map((request) => {
            const values = series.get(JSON.stringify(request.elements));
            const range = { from, to: Math.min(to, now()) };
            return [request.id, values === undefined ? [] : points(request, values, range)];
          }),
        ),
    },
  };
}

function points(request: SeriesRequest, values: Series, range: { from: number; to: number }): readonly Point[] {
  const period = request.periodSeconds * 1000;
  const found: Point[] = [];
  for (let at = Math.ceil(range.from / period) * period; at + period <= range.to; at += period) {
    const value = values(at);
    if (value !== undefined) found.push({ at, value });
  }
  return found;
}
