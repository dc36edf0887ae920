/**
 * Which metrics have no datapoint for a period in which nothing happened. CloudWatch publishes none for a count of
 * zero, nor for the latency of zero requests, so their silence may mean that all is well. A gauge (CPU, memory, queue
 * depth) is always published: its silence means that its reporter is gone. `silence.ts` decides whether a silent period
 * counts.
 */
import type { MetricElement } from '../catalog/metrics.ts';

export type Sparse =
  /** Counts events: no datapoint means zero events. */
  | 'count'
  /** Measures requests: no datapoint means no request. */
  | 'of-requests'
  /** Anything else: no datapoint means unknown. */
  | 'gauge';

type Measured = Exclude<MetricElement, { readonly expression: string }>;

/** @param elements the definition of an alarm or metric, the returned element last */
export function sparsityOf(elements: readonly MetricElement[]): Sparse {
  const measured = elements.filter((element): element is Measured => !('expression' in element));
  const returned = elements.at(-1);
  if (returned === undefined) return 'gauge';
  if ('expression' in returned ? isShareOfCount(returned.expression, measured) : countsEvents(returned)) return 'count';
  return measured.length > 0 && measured.every(measuresRequests) ? 'of-requests' : 'gauge';
}

/** Most metrics in AWS namespaces are gauges; those with one of these words count failures. */
const AWS_COUNT = /HTTPCode|error|fail|fault|throttl|time(d)?out|reject|drop|reset|[45]xx/i;
/** Not events, however they are summed. */
const GAUGE =
  /(rate|percent|percentage|ratio|utili[sz]ation|latency|duration|time|age|lag|depth|size|backlog|hostcount|bytes)$/i;

function countsEvents({ namespace, name, statistic }: Measured): boolean {
  if (!/^(Sum|SampleCount)$/.test(statistic) || GAUGE.test(name)) return false;
  const published = /^(AWS|ECS)\//.test(namespace) || namespace === 'CWAgent';
  return !published || AWS_COUNT.test(name);
}

/**
 * A product or quotient with one such count above the line: `100 * errors / requests`. Not a sum: where one of two
 * counts is silent, CloudWatch returns no datapoint, whatever the other counted.
 */
function isShareOfCount(expression: string, measured: readonly Measured[]): boolean {
  const flat = expression.replaceAll(/[\s()]/g, '');
  if (!/^[a-z0-9_.]+([*/][a-z0-9_.]+)*$/i.test(flat)) return false;
  const factors = [...flat.matchAll(/(^|[*/])([^*/]+)/g)].filter(([, , factor = '']) => !/^[0-9.]+$/.test(factor));
  const of = (above: boolean) =>
    factors.filter(([, sign]) => (sign !== '/') === above).map(([, , id]) => measured.find((one) => one.id === id));
  const [numerator, ...others] = of(true);
  if (numerator === undefined || others.length > 0 || !countsEvents(numerator)) return false;
  return of(false).every((element) => element !== undefined && /^(Sum|SampleCount)$/.test(element.statistic));
}

function measuresRequests({ namespace, name }: Measured): boolean {
  return (
    namespace === 'AWS/ApplicationELB' &&
    /^(RequestCount|TargetResponseTime|TargetConnectionError|HTTPCode_)/.test(name)
  );
}
