/** What the elements of a watch are for a service, where a name alone does not say it. */
import { describe, expect, it } from 'vitest';
import {
  bandElements,
  metricElements,
  taskMetricElements,
  watchElements,
  watchPeriodSeconds,
} from '../../../core/catalog/metrics.ts';
import { METRIC_NAMES } from '../../../core/vocabulary.ts';
import { aService } from '../../support/catalog.ts';

describe('the elements of a metric', () => {
  it.each(METRIC_NAMES.map((metric) => ({ case: metric })))('end with the id value: $case', ({ case: metric }) => {
    expect(metricElements(metric, aService())?.at(-1)?.id).toBe('value');
  });

  it.each([
    { case: 'tasks are reported one by one', counted: { taskMetrics: true }, has: true },
    { case: 'tasks are counted and no more', counted: { taskMetrics: false, taskCounts: true }, has: true },
    { case: 'they are not counted, on purpose', counted: { taskMetrics: true, taskCounts: false }, has: false },
    { case: 'there is no Container Insights', counted: { taskMetrics: false }, has: false },
  ])('of missing tasks are there or not when $case', ({ counted, has }) => {
    expect(metricElements('missingTasks', aService(counted)) !== undefined).toBe(has);
  });

  it('of an error rate need ten requests in a period: one failed request of three is no third of the users', () => {
    const expression = metricElements('errorRatePercent', aService())?.at(-1);
    expect(expression).toEqual({ id: 'value', expression: 'IF(requests >= 10, 100 * FILL(errors, 0) / requests, 0)' });
  });

  it.each([
    {
      case: 'nothing else is behind it: all it answered itself',
      own: { ownLoadBalancer: true as const },
      name: 'HTTPCode_ELB_5XX_Count',
      dimensions: { LoadBalancer: 'app/shop/0123456789abcdef' },
    },
    {
      case: 'others may be behind it: connections to this target group that were not made',
      own: {},
      name: 'TargetConnectionErrorCount',
      dimensions: {
        LoadBalancer: 'app/shop/0123456789abcdef',
        TargetGroup: 'targetgroup/user/0123456789abcdef',
      },
    },
  ])('of requests that no task answered count what a load balancer tells of the service: $case', (row) => {
    const service = { ...aService(), ...row.own };
    const [counted, ...others] = metricElements('unansweredPercent', service) ?? [];
    expect(counted).toMatchObject({ name: row.name, statistic: 'Sum' });
    expect(counted).toHaveProperty('dimensions', row.dimensions);
    expect(others.at(-1)).toHaveProperty(
      'expression',
      'IF(requests >= 10, IF(100 * FILL(unanswered, 0) / requests > 100, 100, 100 * FILL(unanswered, 0) / requests), 0)',
    );
  });

  it('of one task carry its id, under the names of Container Insights with enhanced observability', () => {
    const [element] = taskMetricElements('memoryPercent', aService(), 'abc') ?? [];
    expect(element).toMatchObject({
      name: 'TaskMemoryUtilization',
      dimensions: { ClusterName: 'shop', ServiceName: 'user', TaskId: 'abc' },
    });
  });
});

describe('a forecast', () => {
  const forecast = { aheadMinutes: 60, floor: 40, riseMin: 15 };

  it('extrapolates the metric itself, which stays what it was', () => {
    const elements = watchElements({ metric: 'memoryPercent', forecast }, aService()) ?? [];
    expect(elements.map((element) => ('expression' in element ? element.expression : element.name))).toEqual([
      'MemoryUtilization',
      'RATE(present) * 3600',
      'IF(present >= 40 AND rise >= 15, present + rise, present)',
    ]);
  });

  it.each([
    { case: 'a minute', periodSeconds: 60, expected: 600 },
    { case: 'a quarter of an hour', periodSeconds: 900, expected: 900 },
  ])('has periods long enough for a trend where those of the service are $case', ({ periodSeconds, expected }) => {
    expect(watchPeriodSeconds({ forecast }, aService({ periodSeconds }))).toBe(expected);
  });
});

describe('a band', () => {
  it('is of the metric as CloudWatch has it, in periods of a minute at least', () => {
    expect(bandElements('p99LatencyMilliseconds', aService(), 3)).toMatchObject([
      { id: 'value', name: 'TargetResponseTime', statistic: 'p99' },
      { id: 'band', expression: 'ANOMALY_DETECTION_BAND(value, 3)' },
    ]);
    expect(watchPeriodSeconds({ anomalyDeviations: 3 }, aService({ periodSeconds: 20 }))).toBe(60);
  });

  it('is not to be had of what is computed from several metrics', () => {
    expect(bandElements('errorRatePercent', aService(), 3)).toBeUndefined();
  });
});
