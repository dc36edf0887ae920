/**
 * The healer's metrics as CDK metrics, for the dashboard and for alarms of users. `core/telemetry/metrics.ts` lists them
 * and their dimensions.
 */
import { Metric, Stats, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib';
import { suggestion } from '../core/runbook/suggest.ts';
import {
  HEALER_DIMENSION,
  NO_REMEDY,
  TELEMETRY_METRICS,
  TELEMETRY_NAMESPACE,
  type TelemetryDimension,
  type TelemetryMetricName,
} from '../core/telemetry/metrics.ts';

import { OUTCOMES, REMEDY_KINDS, SWEEP_FINDINGS } from '../core/vocabulary.ts';
import { HOLD_REASONS } from '../core/holds/reasons.ts';

export type TelemetryDimensions = Readonly<Partial<Record<TelemetryDimension, string>>>;

/**
 * One metric of the healer for one combination of dimensions. By default counts are summed and times averaged over five
 * minutes; `options` overrides that.
 * @throws Error for an unknown name, combination or value: the metric would never have data.
 */
export function healerMetric(
  healer: string,
  name: TelemetryMetricName,
  dimensions: TelemetryDimensions,
  options: MetricOptions = {},
): Metric {
  refuseUnknown('metric', name, Object.keys(TELEMETRY_METRICS));
  const { unit, dimensions: lists } = TELEMETRY_METRICS[name];
  const given = Object.keys(dimensions).toSorted().join(', ');
  const known = lists.map((list: readonly TelemetryDimension[]) => list.toSorted().join(', '));
  if (!known.includes(given)) {
    const offered = known.map((list) => (list === '' ? 'no dimension' : list)).join(' or by ');
    throw new Error(`metric ${name} is not emitted by ${given === '' ? 'no dimension' : given}, but by ${offered}`);
  }
  for (const [dimension, words] of Object.entries(WORDS)) {
    const value = dimensions[dimension as keyof typeof WORDS];
    if (value !== undefined) refuseUnknown(`metric ${name}: ${dimension}`, value, words);
  }
  return new Metric({
    statistic: unit === 'Count' ? Stats.SUM : Stats.AVERAGE,
    period: Duration.minutes(5),
    ...options,
    namespace: TELEMETRY_NAMESPACE,
    metricName: name,
    dimensionsMap: { [HEALER_DIMENSION]: healer, ...dimensions },
  });
}

/** Dimensions with a fixed set of values; failure types come from the runbooks. */
const WORDS = {
  Remedy: [...REMEDY_KINDS, NO_REMEDY],
  Outcome: OUTCOMES,
  Reason: HOLD_REASONS,
  Found: SWEEP_FINDINGS,
} as const satisfies Readonly<Partial<Record<TelemetryDimension, readonly string[]>>>;

function refuseUnknown(what: string, word: string, allowed: readonly string[]): void {
  if (allowed.includes(word)) return;
  const meant = suggestion(word, allowed);
  const fix = meant === undefined ? '' : `; ${meant}`;
  throw new Error(`${what} "${word}" does not exist (allowed: ${allowed.join(', ')})${fix}`);
}

/**
 * A search for all metrics with that name and these dimensions, for any value of the others, for graphs. Alarms take no
 * searches, and CloudWatch finds only metrics that had data within two weeks.
 * @param terms narrows it: `FailureType="high-cpu"`.
 */
export function healerSearch(
  healer: string,
  name: TelemetryMetricName,
  by: readonly TelemetryDimension[],
  terms: readonly string[] = [],
): string {
  const schema = [TELEMETRY_NAMESPACE, HEALER_DIMENSION, ...by].join(',');
  const words = [`MetricName="${name}"`, `${HEALER_DIMENSION}="${healer}"`, ...terms].join(' ');
  return `SEARCH('{${schema}} ${words}', 'Sum')`;
}
