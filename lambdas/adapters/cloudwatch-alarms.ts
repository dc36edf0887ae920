/**
 * Reads an alarm as CloudWatch describes it into the few facts the healer decides by. An alarm whose measure cannot be
 * read back exactly (composite, anomaly band, PromQL, another account's metric) has none, which is never guessed.
 */
import type { CompositeAlarm, Metric, MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { MetricElement } from '../../core/metrics.ts';
import type { AlarmSnapshot } from '../../core/ports.ts';

const COMPARISONS: Readonly<Record<string, 'above' | 'below'>> = {
  GreaterThanThreshold: 'above',
  GreaterThanOrEqualToThreshold: 'above',
  LessThanThreshold: 'below',
  LessThanOrEqualToThreshold: 'below',
};

/** The snapshot of an alarm; undefined when it lacks its name, state or time, which CloudWatch never leaves out. */
export function alarmSnapshot(alarm: MetricAlarm | CompositeAlarm): AlarmSnapshot | undefined {
  const changed = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  if (alarm.AlarmName === undefined || alarm.StateValue === undefined || changed === undefined) return undefined;
  const measure = 'AlarmRule' in alarm ? undefined : alarmMeasure(alarm);
  const suppressed = 'ActionsSuppressedBy' in alarm && alarm.ActionsSuppressedBy !== undefined;
  return {
    name: alarm.AlarmName,
    state: alarm.StateValue,
    stateChangedAt: changed.getTime(),
    ...(suppressed && { suppressed }),
    ...(measure !== undefined && { measure }),
  };
}

function alarmMeasure(alarm: MetricAlarm): AlarmSnapshot['measure'] {
  const comparison = COMPARISONS[alarm.ComparisonOperator ?? ''];
  if (comparison === undefined || alarm.Threshold === undefined || alarm.ThresholdMetricId !== undefined) {
    return undefined;
  }
  const measured = alarm.Metrics?.length ? metricMath(alarm.Metrics) : singleMetric(alarm);
  return measured && { ...measured, comparison, threshold: alarm.Threshold };
}

interface Measured {
  readonly elements: readonly MetricElement[];
  readonly periodSeconds: number;
}

function singleMetric(alarm: MetricAlarm): Measured | undefined {
  const statistic = alarm.ExtendedStatistic ?? alarm.Statistic;
  const element = metricElement('value', alarm, statistic);
  return element && alarm.Period ? { elements: [element], periodSeconds: alarm.Period } : undefined;
}

/** The alarm's own queries, the returned one last, as the catalog has them. */
function metricMath(queries: readonly MetricDataQuery[]): Measured | undefined {
  const ordered = queries.toSorted((a, b) => Number(a.ReturnData !== false) - Number(b.ReturnData !== false));
  const elements = ordered.map(queryElement);
  const periodSeconds = Math.max(...ordered.map((query) => query.MetricStat?.Period ?? query.Period ?? 0));
  return elements.every((element) => element !== undefined) && periodSeconds > 0
    ? { elements, periodSeconds }
    : undefined;
}

/** Expressions that reach beyond their own elements: they cannot be asked together with other requests. */
const REACHES_FURTHER = /\b(METRICS|SEARCH|SELECT|LAMBDA)\b/;

function queryElement(query: MetricDataQuery): MetricElement | undefined {
  if (query.Id === undefined || query.AccountId !== undefined) return undefined;
  if (query.Expression !== undefined) {
    return REACHES_FURTHER.test(query.Expression) ? undefined : { id: query.Id, expression: query.Expression };
  }
  return metricElement(query.Id, query.MetricStat?.Metric, query.MetricStat?.Stat);
}

function metricElement(
  id: string,
  metric: Metric | undefined,
  statistic: string | undefined,
): MetricElement | undefined {
  if (metric?.Namespace === undefined || metric.MetricName === undefined || statistic === undefined) return undefined;
  const dimensions = Object.fromEntries(
    (metric.Dimensions ?? []).map((dimension) => [dimension.Name ?? '', dimension.Value ?? '']),
  );
  return { id, namespace: metric.Namespace, name: metric.MetricName, dimensions, statistic };
}
