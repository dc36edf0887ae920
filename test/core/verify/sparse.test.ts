/** Which metrics are silent when all is well, and which are silent because their reporter is gone. */
import { describe, expect, it } from 'vitest';
import { metricElements, type MetricElement } from '../../../core/catalog/metrics.ts';
import { sparsityOf } from '../../../core/verify/sparse.ts';
import { METRIC_NAMES } from '../../../core/vocabulary.ts';
import { service } from './judging.ts';

function of(namespace: string, name: string, statistic = 'Sum', id = 'value'): MetricElement {
  return { id, namespace, name, dimensions: {}, statistic };
}

const FAILED = of('AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', 'Sum', 'failed');
const REFUSED = of('AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', 'Sum', 'refused');
const ALL = of('AWS/ApplicationELB', 'RequestCount', 'Sum', 'requests');
const CPU = of('AWS/ECS', 'CPUUtilization', 'Sum', 'cpu');

function math(expression: string, ...elements: readonly MetricElement[]): readonly MetricElement[] {
  return [...elements, { id: 'value', expression }];
}

describe('a metric', () => {
  it.each([
    { case: 'errors a load balancer counts', elements: [FAILED], sparse: 'count' },
    {
      case: 'connections it could not make',
      elements: [of('AWS/ApplicationELB', 'TargetConnectionErrorCount')],
      sparse: 'count',
    },
    {
      case: 'resets of a network load balancer',
      elements: [of('AWS/NetworkELB', 'TCP_Target_Reset_Count')],
      sparse: 'count',
    },
    { case: 'throttles of a table', elements: [of('AWS/DynamoDB', 'ThrottledRequests')], sparse: 'count' },
    { case: 'lines a log filter matched', elements: [of('Shop', 'PaymentErrors')], sparse: 'count' },
    { case: 'samples of anything', elements: [of('Shop', 'Refusals', 'SampleCount')], sparse: 'count' },
    { case: 'a share of failed requests', elements: math('100 * failed / requests', FAILED, ALL), sparse: 'count' },
    { case: 'the same in brackets', elements: math('(failed/requests)*100', FAILED, ALL), sparse: 'count' },
    { case: 'a share upside down', elements: math('requests / failed', FAILED, ALL), sparse: 'of-requests' },
    {
      case: 'a sum of two counts, each of which may be the silent one',
      elements: math('failed + refused', FAILED, REFUSED),
      sparse: 'of-requests',
    },
    {
      case: 'a share of a gauge',
      elements: math('failed / cpu', FAILED, of('AWS/ECS', 'CPUUtilization', 'Average', 'cpu')),
      sparse: 'gauge',
    },
    { case: 'latency', elements: [of('AWS/ApplicationELB', 'TargetResponseTime', 'p99')], sparse: 'of-requests' },
    { case: 'an average of a count', elements: [of('Shop', 'PaymentErrors', 'Average')], sparse: 'gauge' },
    {
      case: 'hosts, though they are called a count',
      elements: [of('AWS/ApplicationELB', 'UnHealthyHostCount')],
      sparse: 'gauge',
    },
    { case: 'a sum of CPU', elements: [CPU], sparse: 'gauge' },
    { case: "a queue's depth", elements: [of('Shop', 'QueueDepth')], sparse: 'gauge' },
    {
      case: 'messages in a queue of AWS',
      elements: [of('AWS/SQS', 'ApproximateNumberOfMessagesVisible')],
      sparse: 'gauge',
    },
    { case: 'a rate, though it is of errors', elements: [of('AWS/CloudFront', '5xxErrorRate')], sparse: 'gauge' },
    { case: 'running tasks', elements: [of('ECS/ContainerInsights', 'RunningTaskCount')], sparse: 'gauge' },
    { case: 'nothing', elements: [], sparse: 'gauge' },
  ])('is taken for $sparse: $case', ({ elements, sparse }) => {
    expect(sparsityOf(elements)).toBe(sparse);
  });

  it('of ours is taken for what it is', () => {
    const ours = METRIC_NAMES.map((name) => [name, sparsityOf(metricElements(name, service) ?? [])]);
    expect(Object.fromEntries(ours)).toEqual({
      cpuPercent: 'gauge',
      memoryPercent: 'gauge',
      errorRatePercent: 'of-requests',
      unansweredPercent: 'of-requests',
      p99LatencyMilliseconds: 'of-requests',
      requestCount: 'of-requests',
      unhealthyHosts: 'gauge',
      missingTasks: 'gauge',
    });
  });
});
