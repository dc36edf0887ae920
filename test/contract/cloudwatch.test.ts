/** The CloudWatch adapter keeps the contract over HTTP; and what only CloudWatch can do wrong. */
import { afterEach, describe, expect, it } from 'vitest';
import { AwsError, type AwsService } from 'loopback-aws/aws-service.ts';
import { cloudWatch } from 'loopback-aws/cloudwatch/cloudwatch.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { cloudwatchMetrics } from '../../lambdas/adapters/cloudwatch-metrics.ts';
import { alarmSnapshot } from '../../lambdas/adapters/cloudwatch-alarms.ts';
import { queriesOf } from '../../lambdas/adapters/metric-queries.ts';
import { metricElements } from '../../core/catalog/metrics.ts';
import { ReadFailed } from '../../core/ports/errors.ts';
import { awsEndpoint, type AwsEndpoint } from './aws-endpoint.ts';
import { metricsContract, SAMPLE_SERVICE, type MetricsSubject } from './metrics.contract.ts';
import { MINUTE, START } from './samples.ts';

let endpoint: AwsEndpoint | undefined;

afterEach(async () => {
  await endpoint?.close();
  endpoint = undefined;
});

const ECS = { ClusterName: 'shop', ServiceName: 'checkout' };
const Dimensions = Object.entries(ECS).map(([Name, Value]) => ({ Name, Value }));

async function lab() {
  const clock = virtualClock(START);
  const cloud = cloudWatch(clock, () => undefined);
  endpoint = await awsEndpoint(() => [cloud.service], clock);
  return { clock, cloud, metrics: cloudwatchMetrics() };
}

async function make(): Promise<MetricsSubject> {
  const { clock, cloud, metrics } = await lab();
  return {
    metrics,
    async cpu(values) {
      const metric = { namespace: 'AWS/ECS', name: 'CPUUtilization', dimensions: ECS };
      for (const [minute, value] of values.entries()) {
        if (value !== undefined) cloud.metrics.put(metric, [value - 5, value], START + minute * MINUTE);
      }
      await clock.advance((values.length - 1) * MINUTE + 30_000);
    },
    async redAlarm(name) {
      cloud.putMetricAlarm({
        AlarmName: name,
        Namespace: 'AWS/ECS',
        MetricName: 'CPUUtilization',
        Dimensions,
        Statistic: 'Maximum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 80,
        ComparisonOperator: 'GreaterThanThreshold',
      });
      await clock.advance(MINUTE);
      cloud.alarms.set(name, { value: 'ALARM', reason: 'test' });
    },
    async mute(name) {
      cloud.muteAlarm(name, { ruleName: 'quiet', startMs: clock.now(), endMs: clock.now() + MINUTE });
    },
  };
}

describe('Metrics in CloudWatch', () => {
  metricsContract(make);
});

describe('CloudWatch queries', () => {
  it('keeps requests apart that use the same ids, inside expressions too', async () => {
    const { clock, cloud, metrics } = await lab();
    const dimensions = {
      LoadBalancer: SAMPLE_SERVICE.targetGroup?.loadBalancerDimension ?? '',
      TargetGroup: SAMPLE_SERVICE.targetGroup?.targetGroupDimension ?? '',
    };
    const alb = (name: string, values: readonly number[]): void =>
      cloud.metrics.put({ namespace: 'AWS/ApplicationELB', name, dimensions }, values, START);
    alb('RequestCount', Array<number>(40).fill(1));
    alb('HTTPCode_Target_5XX_Count', Array<number>(10).fill(1));
    alb('TargetResponseTime', [0.2]);
    await clock.advance(MINUTE);
    const names = ['errorRatePercent', 'p99LatencyMilliseconds', 'requestCount'] as const;
    const requests = names.map((id) => ({ id, elements: metricElements(id, SAMPLE_SERVICE) ?? [], periodSeconds: 60 }));
    const series = await metrics.series(requests, START, START + MINUTE);
    expect(names.map((name) => series[name]?.[0]?.value)).toEqual([25, 200, 40]);
  });

  it('renames ids in expressions, but neither functions nor quoted words', () => {
    const elements = [
      { id: 'm1', expression: '1' },
      { id: 'e1', expression: "IF(m1 > 2, FILL(m1, 0), m10) + 'm1'" },
    ];
    const queries = queriesOf({ id: 'x', elements, periodSeconds: 60 }, 3);
    expect(queries.map(({ Id }) => Id)).toEqual(['q3_m1', 'r3']);
    expect(queries[1]?.Expression).toBe("IF(q3_m1 > 2, FILL(q3_m1, 0), m10) + 'm1'");
  });

  it('fails rather than answering with less than everything', async () => {
    const partial: AwsService = {
      name: 'monitoring',
      protocol: 'json-1.0',
      operations: {
        GetMetricData: () => ({
          MetricDataResults: [{ Id: 'r0', Timestamps: [], Values: [], StatusCode: 'PartialData' }],
        }),
      },
    };
    endpoint = await awsEndpoint(() => [partial]);
    const cpu = { id: 'cpu', elements: metricElements('cpuPercent', SAMPLE_SERVICE) ?? [], periodSeconds: 60 };
    await expect(cloudwatchMetrics().series([cpu], START, START + MINUTE)).rejects.toThrow(ReadFailed);
    const error: unknown = await cloudwatchMetrics()
      .alarms(['x'])
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ReadFailed);
    expect(error).toHaveProperty('cause');
  });

  it('reads what was throttled once by trying again', async () => {
    const { metrics } = await lab();
    const error = new AwsError('ThrottlingException', 'Rate exceeded');
    endpoint?.failNext('DescribeAlarms', 'before', { error, times: 1 });
    expect(await metrics.alarms(['nothing'])).toEqual([]);
  });
});

const QUERY = {
  QueryString: 'filter level = "ERROR"',
  ScheduledQueryRoleARN: 'arn:aws:iam::123456789012:role/queries',
  ScheduleConfiguration: { ScheduleExpression: 'rate(1 minute)' },
  AggregationExpression: 'count(*)',
};

describe('An alarm as CloudWatch describes it', () => {
  it.each([
    {
      case: 'an anomaly band',
      change: { ComparisonOperator: 'GreaterThanUpperThreshold' as const, ThresholdMetricId: 'band' },
    },
    {
      case: 'a search over metrics',
      change: { Metrics: [{ Id: 'e1', Expression: "SUM(SEARCH('x', 'Sum', 60))", Period: 60 }] },
    },
    {
      case: 'a metric of another account',
      change: { Metrics: [{ Id: 'm1', AccountId: '1', Expression: '1', Period: 60 }] },
    },
    {
      case: 'an alarm on logs',
      change: { ScheduledQueryConfiguration: QUERY, QueryResultsToEvaluate: 3, QueryResultsToAlarm: 2 },
    },
  ])('knows the state of $case, but not what it measures', ({ change }) => {
    const alarm = { AlarmName: 'x', StateValue: 'OK' as const, StateUpdatedTimestamp: new Date(START), Threshold: 1 };
    const snapshot = alarmSnapshot({ ComparisonOperator: 'GreaterThanThreshold', ...alarm, ...change });
    const missingData = 'AlarmRule' in change ? {} : { missingData: 'missing' };
    expect(snapshot).toEqual({ name: 'x', state: 'OK', stateChangedAt: START, ...missingData });
  });

  it('knows the metric under a band, and on which side of it the failure lies', () => {
    const metric = { Namespace: 'AWS/ECS', MetricName: 'CPUUtilization', Dimensions: [] };
    const snapshot = alarmSnapshot({
      AlarmName: 'x',
      StateValue: 'OK',
      StateUpdatedTimestamp: new Date(START),
      ComparisonOperator: 'GreaterThanUpperThreshold',
      ThresholdMetricId: 'band',
      Metrics: [
        { Id: 'm1', ReturnData: true, MetricStat: { Metric: metric, Period: 60, Stat: 'Average' } },
        { Id: 'band', ReturnData: true, Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' },
      ],
    });
    expect(snapshot?.measure).toBeUndefined();
    expect(snapshot?.looksAt?.side).toBe('above');
    expect(snapshot?.looksAt?.elements[0]).toMatchObject({ namespace: 'AWS/ECS', name: 'CPUUtilization' });
  });

  it.each([
    { rule: 'ALARM(web-5xx) OR ALARM("slow web")', children: ['web-5xx', 'slow web'] },
    {
      rule: 'ALARM("arn:aws:cloudwatch:us-east-1:123456789012:alarm:web-5xx") AND NOT OK( web-cpu )',
      children: ['web-5xx', 'web-cpu'],
    },
    { rule: 'AT_LEAST(1, ALARM, (a, "b"))', children: ['a', 'b'] },
    { rule: 'TRUE', children: [] },
  ])('knows the children of a composite alarm by its rule: $rule', ({ rule, children }) => {
    const alarm = { AlarmName: 'x', StateValue: 'OK' as const, StateUpdatedTimestamp: new Date(START) };
    expect(alarmSnapshot({ ...alarm, AlarmRule: rule })?.children).toEqual(children);
  });

  it.each([
    { case: 'three of three periods', change: { EvaluationPeriods: 3 }, lingersSeconds: 60 },
    { case: 'one of fifteen periods', change: { EvaluationPeriods: 15, DatapointsToAlarm: 1 }, lingersSeconds: 900 },
  ])('says how long it may stay red after its last bad period: $case', ({ change, lingersSeconds }) => {
    const metric = { Namespace: 'N', MetricName: 'M', Statistic: 'Sum' as const, Period: 60, Threshold: 1 };
    const state = { AlarmName: 'x', StateValue: 'OK' as const, StateUpdatedTimestamp: new Date(START) };
    const alarm = { ...metric, ...state, ComparisonOperator: 'GreaterThanThreshold' as const, ...change };
    expect(alarmSnapshot(alarm)?.measure?.lingersSeconds).toBe(lingersSeconds);
  });

  it.each(['breaching', 'notBreaching', 'ignore', 'missing'] as const)(
    'says that it treats missing data as %s',
    (how) => {
      const state = { AlarmName: 'x', StateValue: 'OK' as const, StateUpdatedTimestamp: new Date(START) };
      expect(alarmSnapshot({ ...state, TreatMissingData: how })?.missingData).toBe(how);
      expect(alarmSnapshot({ ...state, AlarmRule: 'ALARM(x)', TreatMissingData: how })?.missingData).toBeUndefined();
    },
  );

  it('puts the returned element of an alarm on metric math last', () => {
    const metric = (Id: string, ReturnData: boolean) => ({
      Id,
      ReturnData,
      MetricStat: { Metric: { Namespace: 'N', MetricName: Id, Dimensions: [] }, Period: 60, Stat: 'Sum' },
    });
    const Metrics = [{ Id: 'rate', Expression: 'a / b', ReturnData: true }, metric('a', false), metric('b', false)];
    const snapshot = alarmSnapshot({
      AlarmName: 'x',
      StateValue: 'OK',
      StateUpdatedTimestamp: new Date(START),
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      Metrics,
    });
    expect(snapshot?.measure?.elements.map(({ id }) => id)).toEqual(['a', 'b', 'rate']);
    expect(snapshot?.measure).toMatchObject({ periodSeconds: 60, comparison: 'below', threshold: 1 });
  });
});
