/** What the lab counts of a call, against examples of DynamoDB's own documentation and of CloudWatch's. */
import { describe, expect, it } from 'vitest';
import { callUsage } from '../../lab/metering/call-usage.ts';
import { metricsIn } from '../../lab/metering/metrics-in-logs.ts';

/** An item of about that many bytes. */
const item = (bytes: number) => ({ pk: { S: 'x'.repeat(bytes) } });
const call = (service: string, operation: string, input: object) => ({
  service,
  operation,
  input: input as Record<string, unknown>,
  caller: 'Close',
  at: 0,
});

const CALLS = [
  { case: 'a put of half a kilobyte', ...call('dynamodb', 'PutItem', { Item: item(512) }), used: { writeUnits: 1 } },
  { case: 'a put of 1.5 kilobytes', ...call('dynamodb', 'PutItem', { Item: item(1_536) }), used: { writeUnits: 2 } },
  {
    case: 'a small update',
    ...call('dynamodb', 'UpdateItem', { Key: item(20), ExpressionAttributeValues: { ':now': { N: '1' } } }),
    used: { writeUnits: 1 },
  },
  {
    case: 'a transaction of a put of 3 kilobytes and a check',
    ...call('dynamodb', 'TransactWriteItems', {
      TransactItems: [{ Put: { Item: item(3_000) } }, { ConditionCheck: { Key: item(20) } }],
    }),
    used: { writeUnits: 8 },
  },
  {
    case: 'a strong read of 8 kilobytes',
    ...call('dynamodb', 'GetItem', { ConsistentRead: true }),
    result: { Item: item(8_100) },
    used: { readUnits: 2 },
  },
  {
    case: 'a strong read of nothing',
    ...call('dynamodb', 'GetItem', { ConsistentRead: true }),
    used: { readUnits: 1 },
  },
  {
    case: 'a query that may be late, of two items',
    ...call('dynamodb', 'Query', {}),
    result: { Items: [item(3_000), item(3_000)] },
    used: { readUnits: 1 },
  },
  {
    case: 'a reading of two metrics, and what is computed of them',
    ...call('monitoring', 'GetMetricData', {
      MetricDataQueries: [{ MetricStat: {} }, { MetricStat: {} }, { Expression: 'm1/m2' }],
    }),
    used: { metricReads: 2 },
  },
  { case: 'a look at alarms', ...call('monitoring', 'DescribeAlarms', {}), used: { alarmReads: 1 } },
  { case: 'a message', ...call('sns', 'Publish', {}), used: { publishes: 1 } },
  { case: 'a call of ECS, which is free', ...call('ecs', 'DescribeServices', {}), used: {} },
];

describe('what a call is billed for', () => {
  it.each(CALLS)('$case', ({ used, ...one }) => {
    expect(callUsage(one, 'result' in one ? one.result : undefined)).toEqual(used);
  });
});

describe('the metrics a line of a log makes', () => {
  it('are one for each name and each combination of dimension values', () => {
    const line = JSON.stringify({
      _aws: {
        Timestamp: 0,
        CloudWatchMetrics: [
          { Namespace: 'Healer', Metrics: [{ Name: 'Outcomes' }], Dimensions: [['Outcome'], ['Outcome', 'Remedy']] },
        ],
      },
      Outcome: 'healed',
      Remedy: 'rollBack',
      Outcomes: 1,
    });
    expect(metricsIn(line)).toHaveLength(2);
    expect(metricsIn(line)).toEqual(metricsIn(line.replace('"Outcomes":1', '"Outcomes":2')));
    expect(metricsIn(line)[0]).not.toBe(metricsIn(line.replace('healed', 'held'))[0]);
  });

  it('are none of a line that is no metric', () => {
    expect(metricsIn('{"message":"decided"}')).toEqual([]);
    expect(metricsIn('plain text')).toEqual([]);
  });
});
