/**
 * One list of `MetricDataQuery` structures (a metric each, or an expression over others), as GetMetricData and
 * metric-math alarms share it: reading it, refusing what is not supported, and answering it for given periods.
 */
import { AwsError, unsupported } from '../aws-service.ts';
import { flag, type Json, number, object, objects, onlyFields, optionalText, text } from '../fields.ts';
import { evaluateMath, parseMath } from './metric-math.ts';
import type { Grid, MetricStore, Series } from './metric-store.ts';
import type { Metric } from './metric.ts';

interface QueryBase {
  readonly id: string;
  readonly label: string | undefined;
  readonly returnData: boolean;
}
export type MetricQuery =
  | (QueryBase & { readonly kind: 'metric'; readonly metric: Metric; readonly stat: string; readonly periodMs: number })
  | (QueryBase & { readonly kind: 'expression'; readonly expression: string; readonly periodMs: number | undefined });

/** Reads `[{Name, Value}]`. */
export function readDimensions(input: Json): Readonly<Record<string, string>> {
  return Object.fromEntries(objects(input, 'Dimensions').map((item) => [text(item, 'Name'), text(item, 'Value')]));
}

/** Reads one query; expressions are parsed at once, so that an unsupported one is refused where it is written. */
export function readQuery(input: Json): MetricQuery {
  onlyFields('MetricDataQuery', input, ['Id', 'Label', 'ReturnData', 'MetricStat', 'Expression', 'Period']);
  const base = {
    id: text(input, 'Id'),
    label: optionalText(input, 'Label'),
    returnData: input['ReturnData'] === undefined || flag(input, 'ReturnData'),
  };
  const expression = optionalText(input, 'Expression');
  if (expression !== undefined) {
    parseMath(expression);
    const period = number(input, 'Period', 0);
    return { ...base, kind: 'expression', expression, periodMs: period === 0 ? undefined : checkedPeriodMs(period) };
  }
  const metricStat = object(input, 'MetricStat');
  onlyFields('MetricStat', metricStat, ['Metric', 'Period', 'Stat', 'Unit']);
  const metric = object(metricStat, 'Metric');
  return {
    ...base,
    kind: 'metric',
    metric: {
      namespace: text(metric, 'Namespace'),
      name: text(metric, 'MetricName'),
      dimensions: readDimensions(metric),
    },
    stat: text(metricStat, 'Stat'),
    periodMs: checkedPeriodMs(number(metricStat, 'Period', 0)),
  };
}

/** A period in seconds as CloudWatch accepts it (10, 20, 30 or whole minutes), in milliseconds. */
function checkedPeriodMs(seconds: number): number {
  if (seconds === 1 || seconds === 5) throw unsupported(`a period of ${seconds} s`);
  if ([10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0)) return seconds * 1000;
  throw new AwsError('ValidationError', `Period must be 10, 20, 30 or a multiple of 60, not ${seconds}`);
}

/** The period of an expression is its own or that of the first metric of the list. */
export function periodOf(query: MetricQuery, all: readonly MetricQuery[]): number {
  const period = query.periodMs ?? all.find((other) => other.kind === 'metric')?.periodMs;
  if (period === undefined) throw new AwsError('ValidationError', `The expression ${query.id} has no period`);
  return period;
}

/** Answers one query of `all` on `grid`. */
export function answer(store: MetricStore, all: readonly MetricQuery[], query: MetricQuery, grid: Grid): Series {
  if (query.kind === 'metric') return store.query(query.metric, query.stat, grid);
  const others = all.filter((candidate) => candidate !== query);
  const lookup = (id: string): Series => {
    const other = others.find((candidate) => candidate.id === id);
    if (other === undefined) throw new AwsError('ValidationError', `The expression ${query.id} refers to ${id}`);
    return answer(store, others, other, grid);
  };
  return evaluateMath(query.expression, { grid, lookup, answers: store.answers });
}
