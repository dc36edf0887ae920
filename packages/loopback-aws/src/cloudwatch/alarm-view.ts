/**
 * Alarms in the shape of DescribeAlarms (`MetricAlarm` and `CompositeAlarm` of the API reference).
 */
import { soleMetric } from './alarm.ts';
import type { KeptAlarm } from './alarms.ts';
import type { MetricQuery } from './metric-query.ts';

/** One element of `MetricAlarms` or `CompositeAlarms`. */
export function describeAlarm({ alarm, state }: KeptAlarm): Record<string, unknown> {
  const common = {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    ...(alarm.description !== undefined && { AlarmDescription: alarm.description }),
    ActionsEnabled: alarm.actionsEnabled,
    AlarmActions: alarm.actions.ALARM,
    OKActions: alarm.actions.OK,
    InsufficientDataActions: alarm.actions.INSUFFICIENT_DATA,
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData !== undefined && { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: new Date(state.at),
    StateTransitionedTimestamp: new Date(state.at),
  };
  if (alarm.kind === 'composite') return { ...common, AlarmRule: alarm.ruleText, ...suppressor(alarm.suppressor) };
  const single = soleMetric(alarm);
  return {
    ...common,
    ...(single === undefined ? { Metrics: alarm.queries.map(query) } : metric(single)),
    EvaluationPeriods: alarm.terms.evaluationPeriods,
    DatapointsToAlarm: alarm.terms.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.terms.treatMissingData,
  };
}

const suppressor = (with_: { alarm: string; waitSeconds: number; extensionSeconds: number } | undefined): object =>
  with_ === undefined
    ? {}
    : {
        ActionsSuppressor: with_.alarm,
        ActionsSuppressorWaitPeriod: with_.waitSeconds,
        ActionsSuppressorExtensionPeriod: with_.extensionSeconds,
      };

const dimensions = (of: Readonly<Record<string, string>>): object[] =>
  Object.entries(of).map(([Name, Value]) => ({ Name, Value }));

function metric(query: Extract<MetricQuery, { kind: 'metric' }>): object {
  return {
    Namespace: query.metric.namespace,
    MetricName: query.metric.name,
    Dimensions: dimensions(query.metric.dimensions),
    Period: query.periodMs / 1000,
    ...(query.stat.startsWith('p') ? { ExtendedStatistic: query.stat } : { Statistic: query.stat }),
  };
}

function query(of: MetricQuery): object {
  const base = { Id: of.id, ...(of.label !== undefined && { Label: of.label }), ReturnData: of.returnData };
  if (of.kind === 'expression')
    return { ...base, Expression: of.expression, ...(of.periodMs !== undefined && { Period: of.periodMs / 1000 }) };
  const { namespace, name } = of.metric;
  const inner = { Namespace: namespace, MetricName: name, Dimensions: dimensions(of.metric.dimensions) };
  return { ...base, MetricStat: { Metric: inner, Period: of.periodMs / 1000, Stat: of.stat } };
}
