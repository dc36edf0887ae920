/** An alarm over several series, read back one series at a time, as CloudWatch documents it. */
import { afterEach, describe, expect, it } from 'vitest';
import { ReadFailed } from '../../core/ports/errors.ts';
import { cloudwatchMetrics } from '../../lambdas/adapters/cloudwatch-metrics.ts';
import type { AwsService } from 'loopback-aws/aws-service.ts';
import { awsEndpoint, type AwsEndpoint } from './aws-endpoint.ts';
import { MINUTE, START } from './samples.ts';

const NAME = 'EcsCpuAllServices';
const WORKER = `${NAME} {"ServiceName":"worker"}`;
const WEB = `${NAME} {"ServiceName":"web"}`;
const QUERY = `SELECT MAX(CPUUtilization) FROM SCHEMA("AWS/ECS", ClusterName, ServiceName) WHERE ClusterName = 'default' GROUP BY ServiceName`;

let endpoint: AwsEndpoint | undefined;
afterEach(async () => {
  await endpoint?.close();
  endpoint = undefined;
});

interface Says {
  readonly alarm?: Readonly<Record<string, unknown>>;
  readonly pages?: readonly object[];
}

/** CloudWatch with one alarm over several series, of which the worker's is red; remembers how often it was asked. */
async function cloudwatch({ alarm = {}, pages = [{ AlarmContributors: [red('worker')] }] }: Says = {}) {
  const asked = { contributors: 0 };
  const service: AwsService = {
    name: 'monitoring',
    protocol: 'json-1.0',
    operations: {
      DescribeAlarms: () => {
        const kind = 'ScheduledQueryConfiguration' in alarm ? 'LogAlarms' : 'MetricAlarms';
        return { MetricAlarms: [], CompositeAlarms: [], LogAlarms: [], [kind]: [{ ...DESCRIBED, ...alarm }] };
      },
      DescribeAlarmContributors: (input: Readonly<Record<string, unknown>>) => {
        asked.contributors += 1;
        return pages[Number(input['NextToken'] ?? 0)] ?? {};
      },
    },
  };
  endpoint = await awsEndpoint(() => [service]);
  return { metrics: cloudwatchMetrics(), asked };
}

const DESCRIBED = {
  AlarmName: NAME,
  StateValue: 'ALARM',
  StateUpdatedTimestamp: START / 1_000,
  ComparisonOperator: 'GreaterThanThreshold',
  Threshold: 90,
  Metrics: [{ Id: 'm1', Expression: QUERY, Period: 60, ReturnData: true }],
};

function red(ServiceName: string): object {
  return {
    ContributorId: '6d442278dba546f6',
    ContributorAttributes: { ServiceName },
    StateReason: 'Threshold Crossed',
    StateTransitionedTimestamp: (START + MINUTE) / 1_000,
  };
}

describe('an alarm over several series in CloudWatch', () => {
  it('has no state of its own, and names the series that are red', async () => {
    const { metrics } = await cloudwatch();
    const [whole] = await metrics.alarms([NAME]);
    expect(whole).toMatchObject({ name: NAME, state: 'INSUFFICIENT_DATA' });
    expect(whole?.contributors?.map(({ name, state }) => ({ name, state }))).toEqual([
      { name: WORKER, state: 'ALARM' },
    ]);
  });

  it('is read one series at a time: one that is listed is red, and the others are OK', async () => {
    const { metrics } = await cloudwatch();
    const read = await metrics.alarms([WORKER, WEB]);
    expect(read.map(({ name, state }) => ({ name, state }))).toEqual([
      { name: WORKER, state: 'ALARM' },
      { name: WEB, state: 'OK' },
    ]);
    expect(read[0]).toMatchObject({
      stateChangedAt: START + MINUTE,
      looksAt: {
        side: 'above',
        elements: [
          {
            namespace: 'AWS/ECS',
            name: 'CPUUtilization',
            statistic: 'Maximum',
            dimensions: { ClusterName: 'default', ServiceName: 'worker' },
          },
        ],
      },
    });
  });

  it('is not asked for series while it is OK', async () => {
    const { metrics, asked } = await cloudwatch({ alarm: { StateValue: 'OK' } });
    expect(await metrics.alarms([WORKER])).toMatchObject([{ name: WORKER, state: 'OK' }]);
    expect(asked.contributors).toBe(0);
  });

  it.each([
    { case: 'more series matched than it evaluated', alarm: { EvaluationState: 'PARTIAL_DATA' } },
    { case: 'it could not be evaluated', alarm: { EvaluationState: 'EVALUATION_ERROR' } },
    { case: 'it has no data', alarm: { StateValue: 'INSUFFICIENT_DATA' } },
  ])('knows nothing of a series that is not listed while $case', async ({ alarm }) => {
    const { metrics } = await cloudwatch({ alarm });
    expect(await metrics.alarms([WEB])).toMatchObject([{ name: WEB, state: 'INSUFFICIENT_DATA' }]);
  });

  it('is read to the last page, and not believed where there is none', async () => {
    const { metrics } = await cloudwatch({
      pages: [{ AlarmContributors: [red('x')], NextToken: '1' }, { AlarmContributors: [red('worker')] }],
    });
    expect(await metrics.alarms([WORKER])).toMatchObject([{ state: 'ALARM' }]);
    await endpoint?.close();
    const endless = await cloudwatch({ pages: [{ AlarmContributors: [], NextToken: '0' }] });
    await expect(endless.metrics.alarms([WORKER])).rejects.toThrow(ReadFailed);
  });

  it('that was changed to be over one series has none any more', async () => {
    const { metrics } = await cloudwatch({
      alarm: { Metrics: [], Namespace: 'AWS/ECS', MetricName: 'CPUUtilization', Statistic: 'Maximum', Period: 60 },
    });
    expect(await metrics.alarms([WORKER])).toEqual([]);
  });

  it.each([
    {
      case: 'logs grouped by a field',
      kind: { ScheduledQueryConfiguration: { AggregationExpression: 'count(*) by svc' } },
    },
    { case: 'PromQL', kind: { EvaluationCriteria: { PromQLCriteria: { Query: 'up == 0' } } } },
  ])('is known by $case too', async ({ kind }) => {
    const { metrics } = await cloudwatch({ alarm: { Metrics: undefined, ...kind } });
    expect(await metrics.alarms([NAME])).toMatchObject([
      { state: 'INSUFFICIENT_DATA', contributors: [{ name: WORKER }] },
    ]);
  });
});
