/**
 * Reduces CloudWatch's description of an alarm to the facts that decisions use. For some alarms the healer cannot ask for
 * the same series again (composite, anomaly band, logs, PromQL, metrics of another account); these get no measure. The
 * healer never guesses one.
 */
import type { CompositeAlarm, LogAlarm, Metric, MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { MetricElement } from '../../core/catalog/metrics.ts';
import type { AlarmSnapshot } from '../../core/world/alarm.ts';

const COMPARISONS: Readonly<Record<string, 'above' | 'below'>> = {
  GreaterThanThreshold: 'above',
  GreaterThanOrEqualToThreshold: 'above',
  LessThanThreshold: 'below',
  LessThanOrEqualToThreshold: 'below',
};

/** The side of the band or limit on which the failure lies. An alarm on both sides has none. */
const SIDES: Readonly<Record<string, 'above' | 'below'>> = {
  ...COMPARISONS,
  GreaterThanUpperThreshold: 'above',
  LessThanLowerThreshold: 'below',
};

/** The snapshot of an alarm; undefined when it lacks its name, state or time, which CloudWatch always gives. */
export function alarmSnapshot(alarm: MetricAlarm | CompositeAlarm | LogAlarm): AlarmSnapshot | undefined {
  const changed = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  if (alarm.AlarmName === undefined || alarm.StateValue === undefined || changed === undefined) return undefined;
  const suppressed = 'ActionsSuppressedBy' in alarm && alarm.ActionsSuppressedBy !== undefined;
  return {
    name: alarm.AlarmName,
    state: alarm.StateValue,
    stateChangedAt: changed.getTime(),
    ...(suppressed && { suppressed }),
    ...missingDataOf(alarm),
    ...kindFacts(alarm),
  };
}

function kindFacts(
  alarm: MetricAlarm | CompositeAlarm | LogAlarm,
): Pick<AlarmSnapshot, 'children' | 'measure' | 'looksAt'> {
  if ('AlarmRule' in alarm) return { children: alarmsNamed(alarm.AlarmRule ?? '') };
  // A query of logs cannot be read back as a metric, so only the state of the alarm is known.
  if ('ScheduledQueryConfiguration' in alarm) return {};
  const metricAlarm: MetricAlarm = alarm;
  const measure = alarmMeasure(metricAlarm);
  if (measure !== undefined) return { measure };
  const looksAt = elementsOf(metricAlarm);
  if (looksAt === undefined) return {};
  return { looksAt: { elements: looksAt, ...sideOf(metricAlarm) } };
}

export function sideOf({ ComparisonOperator = '' }: { readonly ComparisonOperator?: string | undefined }): {
  readonly side?: 'above' | 'below';
} {
  const side = SIDES[ComparisonOperator];
  return side === undefined ? {} : { side };
}

/** A name or an ARN: quoted, or any word. The caller drops the rule's keywords. */
const RULE_TOKENS = /"([^"]+)"|[^\s"(),]+/g;
const RULE_WORDS = new Set(['ALARM', 'OK', 'INSUFFICIENT_DATA', 'AND', 'OR', 'NOT', 'TRUE', 'FALSE', 'AT_LEAST']);
const SHARE = /^\d+%?$/;
const ALARM_ARN = /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:/;

/** The alarms, by name or ARN, that the rule of a composite alarm names, each once. */
function alarmsNamed(rule: string): readonly string[] {
  const names = [...rule.matchAll(RULE_TOKENS)].flatMap(([bare, quoted]) =>
    quoted === undefined && (RULE_WORDS.has(bare.toUpperCase()) || SHARE.test(bare)) ? [] : [quoted ?? bare],
  );
  return [...new Set(names.map((name) => name.replace(ALARM_ARN, '')))];
}

/** The metrics of an alarm, also those that cannot be asked for again; undefined where one cannot be read. */
function elementsOf(alarm: MetricAlarm): readonly MetricElement[] | undefined {
  if (!alarm.Metrics?.length) {
    const element = metricElement('value', alarm, alarm.ExtendedStatistic ?? alarm.Statistic);
    return element && [element];
  }
  if (alarm.Metrics.some(({ AccountId }) => AccountId !== undefined)) return undefined;
  const elements = alarm.Metrics.map((query) =>
    query.Expression === undefined ? queryElement(query) : { id: query.Id ?? '', expression: query.Expression },
  ).filter((element) => element !== undefined);
  const readable = elements.length === alarm.Metrics.length && elements.some((element) => !('expression' in element));
  return readable ? elements : undefined;
}

/** CloudWatch treats missing data as missing where the alarm does not say. */
function missingDataOf(alarm: MetricAlarm | CompositeAlarm | LogAlarm): Pick<AlarmSnapshot, 'missingData'> {
  if ('AlarmRule' in alarm) return {};
  const { TreatMissingData: said = 'missing' } = alarm as MetricAlarm;
  const missingData = MISSING_DATA.find((one) => one === said);
  return missingData === undefined ? {} : { missingData };
}

const MISSING_DATA = ['breaching', 'notBreaching', 'ignore', 'missing'] as const;

function alarmMeasure(alarm: MetricAlarm): AlarmSnapshot['measure'] {
  const comparison = COMPARISONS[alarm.ComparisonOperator ?? ''];
  if (comparison === undefined || alarm.Threshold === undefined || alarm.ThresholdMetricId !== undefined) {
    return undefined;
  }
  const measured = alarm.Metrics?.length ? metricMath(alarm.Metrics) : singleMetric(alarm);
  if (measured === undefined) return undefined;
  const limitFails = alarm.ComparisonOperator?.includes('OrEqualTo') === true;
  const limit = { comparison, threshold: alarm.Threshold, ...(limitFails && { limitFails }) };
  return { ...measured, ...limit, ...lingersOf(alarm, measured) };
}

/** The alarm is red while `DatapointsToAlarm` of its last `EvaluationPeriods` are bad. */
function lingersOf(alarm: MetricAlarm, { periodSeconds }: Measured): { readonly lingersSeconds?: number } {
  const { EvaluationPeriods: periods } = alarm;
  if (periods === undefined) return {};
  return { lingersSeconds: (periods - (alarm.DatapointsToAlarm ?? periods) + 1) * periodSeconds };
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

/** The alarm's own queries in the catalog's form; the returned one is last. */
function metricMath(queries: readonly MetricDataQuery[]): Measured | undefined {
  const ordered = queries.toSorted((a, b) => Number(a.ReturnData !== false) - Number(b.ReturnData !== false));
  const elements = ordered.map(queryElement);
  const periodSeconds = Math.max(...ordered.map((query) => query.MetricStat?.Period ?? query.Period ?? 0));
  return elements.every((element) => element !== undefined) && periodSeconds > 0
    ? { elements, periodSeconds }
    : undefined;
}

/** Expressions that reach beyond their own elements. The same call must not carry other requests. */
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
