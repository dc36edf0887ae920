/**
 * Turns requests for series into CloudWatch queries and answers back into points. Ids are unique only within a request,
 * and one call carries many requests. So every id gets the number of its request as a prefix, also inside expressions.
 * Pure.
 */
import type { MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { Point, SeriesRequest } from '../../core/world/series.ts';

/** The queries of a request. Only the last element returns data, under the id `returnedId(index)`. */
export function queriesOf(request: SeriesRequest, index: number): readonly MetricDataQuery[] {
  const ids = new Set(request.elements.map((element) => element.id));
  const last = request.elements.length - 1;
  return request.elements.map((element, position): MetricDataQuery => {
    const Id = position === last ? returnedId(index) : prefixed(index, element.id);
    const ReturnData = position === last;
    if ('expression' in element) {
      return { Id, ReturnData, Expression: renamed(element.expression, ids, index) };
    }
    const Dimensions = Object.entries(element.dimensions).map(([Name, Value]) => ({ Name, Value }));
    const Metric = { Namespace: element.namespace, MetricName: element.name, Dimensions };
    return { Id, ReturnData, MetricStat: { Metric, Period: request.periodSeconds, Stat: element.statistic } };
  });
}

/** Id under which CloudWatch returns the request's value. */
export function returnedId(index: number): string {
  return `r${index}`;
}

/**
 * The points whose whole period lies in [from, to), oldest first. Times in ms since the epoch. A quotient of nothing is no
 * reading: `NaN` and `Infinity` are left out, because no limit can be compared with them and JSON cannot hold them.
 */
export function completePoints(
  result: Pick<MetricDataResult, 'Timestamps' | 'Values'>,
  periodSeconds: number,
  range: { readonly from: number; readonly to: number },
): readonly Point[] {
  const values = result.Values ?? [];
  return (result.Timestamps ?? [])
    .flatMap((timestamp, index): readonly Point[] => {
      const value = values[index];
      const at = timestamp.getTime();
      const complete = at >= range.from && at + periodSeconds * 1000 <= range.to;
      return value === undefined || !Number.isFinite(value) || !complete ? [] : [{ at, value }];
    })
    .toSorted((a, b) => a.at - b.at);
}

/** Names and quoted strings of metric math: a name inside quotes is a search term, never an id. */
const QUOTED_OR_NAME = /'[^']*'|"[^"]*"|\b[a-z]\w*\b/g;

function renamed(expression: string, ids: ReadonlySet<string>, index: number): string {
  return expression.replace(QUOTED_OR_NAME, (token) => (ids.has(token) ? prefixed(index, token) : token));
}

function prefixed(index: number, id: string): string {
  return `q${index}_${id}`;
}
