import { expect, test } from 'vitest';

import type { AwsEvent } from 'loopback-aws/aws-event.ts';
import { cloudWatch } from 'loopback-aws/cloudwatch/cloudwatch.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { dig, sure } from './support/dig.ts';

const START = Date.UTC(2026, 0, 5, 12, 0, 0);
const dimensions = { ClusterName: 'lab', ServiceName: 'web' };
const metric = { namespace: 'AWS/ECS', name: 'CPUUtilization', dimensions };
const dimensionList = [
  { Name: 'ClusterName', Value: 'lab' },
  { Name: 'ServiceName', Value: 'web' },
];
const props = {
  AlarmName: 'cpu',
  AlarmDescription: 'CPU is high',
  Namespace: 'AWS/ECS',
  MetricName: 'CPUUtilization',
  Dimensions: dimensionList,
  Statistic: 'Maximum',
  Period: 10,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 80,
  ComparisonOperator: 'GreaterThanThreshold',
};

function lab() {
  const clock = virtualClock(START);
  const events: AwsEvent[] = [];
  const actions: string[] = [];
  const cloud = cloudWatch(
    clock,
    (event) => void events.push(event),
    (action) => void actions.push(action),
  );
  const feed = async (seconds: number, values: readonly number[]): Promise<void> => {
    for (let at = 0; at < seconds; at += 5) {
      if (values.length > 0) cloud.metrics.put(metric, values, clock.now());
      await clock.advance(5000);
    }
  };
  const states = (): string[] =>
    events.map(({ detail }) => [dig(detail, 'alarmName'), dig(detail, 'state.value')].join(':'));
  const call = (operation: string, input: Record<string, unknown>): unknown =>
    cloud.service.operations[operation]?.(input, {
      service: 'monitoring',
      operation,
      caller: 'test',
      at: clock.now(),
      input,
    });
  return { clock, events, actions, cloud, feed, states, call };
}

test('a ten-second alarm fires after M of N breaching datapoints, once, and recovers once', async () => {
  const { cloud, feed, states } = lab();
  cloud.putMetricAlarm(props);
  await feed(30, [10, 20]);
  await feed(20, [10, 95]);
  expect(states()).toEqual(['cpu:OK', 'cpu:ALARM']);
  await feed(60, [10, 95]);
  await feed(30, [10, 20]);
  expect(states()).toEqual(['cpu:OK', 'cpu:ALARM', 'cpu:OK']);
});

test('an alarm with a period of a minute is evaluated on the minute', async () => {
  const { cloud, feed, states, clock } = lab();
  cloud.putMetricAlarm({ ...props, Period: 60, EvaluationPeriods: 1, DatapointsToAlarm: 1 });
  await feed(55, [95]);
  expect(states()).toEqual([]);
  await clock.advance(5000);
  expect(states()).toEqual(['cpu:ALARM']);
});

test('the event of a metric alarm has the documented shape', async () => {
  const { cloud, feed, events } = lab();
  cloud.putMetricAlarm(props);
  await feed(30, [20]);
  await feed(20, [95]);
  expect(events.at(-1)).toEqual({
    version: '0',
    id: expect.any(String),
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '123456789012',
    time: '2026-01-05T12:00:50Z',
    region: 'us-east-1',
    resources: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:cpu'],
    detail: {
      alarmName: 'cpu',
      configuration: {
        description: 'CPU is high',
        metrics: [
          {
            id: expect.any(String),
            metricStat: {
              metric: { dimensions, name: 'CPUUtilization', namespace: 'AWS/ECS' },
              period: 10,
              stat: 'Maximum',
            },
            returnData: true,
          },
        ],
      },
      previousState: {
        value: 'OK',
        reason: expect.stringContaining('was not greater than the threshold (80.0)'),
        reasonData: expect.any(String),
        timestamp: '2026-01-05T12:00:10.000+0000',
      },
      state: {
        value: 'ALARM',
        reason:
          'Threshold Crossed: 2 out of the last 3 datapoints [95.0 (05/01/26 12:00:40), 95.0 (05/01/26 12:00:30), 20.0 (05/01/26 12:00:20)] were greater than the threshold (80.0) (minimum 2 datapoints for OK -> ALARM transition).',
        reasonData:
          '{"version":"1.0","queryDate":"2026-01-05T12:00:50.000+0000","startDate":"2026-01-05T12:00:20.000+0000","statistic":"Maximum","period":10,"recentDatapoints":[20,95,95],"threshold":80}',
        timestamp: '2026-01-05T12:00:50.000+0000',
      },
    },
  });
});

test('a metric-math alarm names its parts and its fresh state has no reason data', async () => {
  const { cloud, feed, events } = lab();
  const stat = {
    Metric: { Namespace: 'AWS/ECS', MetricName: 'CPUUtilization', Dimensions: dimensionList },
    Period: 10,
    Stat: 'Average',
  };
  const { Namespace, MetricName, Dimensions, Statistic, Period, ...terms } = props;
  expect([Namespace, MetricName, Dimensions.length, Statistic, Period]).toHaveLength(5);
  cloud.putMetricAlarm({
    ...terms,
    Metrics: [
      { Id: 'e1', Expression: 'm1 * 2', Label: 'Twice', ReturnData: true },
      { Id: 'm1', MetricStat: stat, ReturnData: false },
    ],
  });
  await feed(20, [50]);
  expect(events).toHaveLength(1);
  expect(events[0]?.detail).toMatchObject({
    configuration: {
      metrics: [
        { expression: 'm1 * 2', id: 'e1', label: 'Twice', returnData: true },
        {
          id: 'm1',
          metricStat: {
            metric: { dimensions, name: 'CPUUtilization', namespace: 'AWS/ECS' },
            period: 10,
            stat: 'Average',
          },
          returnData: false,
        },
      ],
    },
    previousState: { reason: 'Unchecked: Initial alarm creation', value: 'INSUFFICIENT_DATA' },
    state: { value: 'ALARM' },
  });
  expect(events[0]?.detail['previousState']).not.toHaveProperty('reasonData');
});

test('a composite follows its rule and its event names the triggering alarms instead of metrics', async () => {
  const { cloud, call, events, states } = lab();
  cloud.putMetricAlarm({ ...props, AlarmName: 'a', TreatMissingData: 'ignore' });
  cloud.putMetricAlarm({ ...props, AlarmName: 'b', TreatMissingData: 'ignore' });
  const arn = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:a';
  cloud.putCompositeAlarm({ AlarmName: 'both', AlarmRule: `ALARM("${arn}") AND NOT (OK(b) OR INSUFFICIENT_DATA(b))` });
  call('SetAlarmState', { AlarmName: 'a', StateValue: 'ALARM', StateReason: 'test' });
  call('SetAlarmState', { AlarmName: 'b', StateValue: 'ALARM', StateReason: 'test' });
  expect(states()).toEqual(['both:OK', 'a:ALARM', 'b:ALARM', 'both:ALARM']);
  const { detail } = sure(events.at(-1));
  expect(detail).toMatchObject({
    configuration: { alarmRule: expect.stringContaining('ALARM(') },
    state: { reason: expect.stringContaining('transitioned to ALARM at') },
  });
  expect(detail['configuration']).not.toHaveProperty('metrics');
  const data: unknown = JSON.parse(String(dig(detail, 'state.reasonData')));
  expect(dig(data, 'triggeringAlarms.*.arn')).toContain(arn);
  expect(dig(data, 'triggeringAlarms.*.state.value')).toEqual(['ALARM', 'ALARM']);
});

test('a suppressor makes the composite wait, and the end of the wait is an ALARM to ALARM event', async () => {
  const { cloud, call, clock, events, actions } = lab();
  cloud.putMetricAlarm({ ...props, AlarmName: 'child', TreatMissingData: 'ignore' });
  cloud.putMetricAlarm({ ...props, AlarmName: 'maintenance', TreatMissingData: 'ignore' });
  cloud.putCompositeAlarm({
    AlarmName: 'top',
    AlarmRule: 'ALARM(child)',
    AlarmActions: ['arn:topic'],
    ActionsSuppressor: 'maintenance',
    ActionsSuppressorWaitPeriod: 60,
    ActionsSuppressorExtensionPeriod: 60,
  });
  call('SetAlarmState', { AlarmName: 'child', StateValue: 'ALARM', StateReason: 'test' });
  expect(events.at(-1)?.detail).toMatchObject({
    alarmName: 'top',
    state: {
      value: 'ALARM',
      actionsSuppressedBy: 'WaitPeriod',
      actionsSuppressedReason: 'Actions suppressed by WaitPeriod',
    },
  });
  expect(actions).toEqual([]);
  await clock.advance(61_000);
  expect(events.at(-1)?.detail).toMatchObject({
    alarmName: 'top',
    previousState: { value: 'ALARM' },
    state: { value: 'ALARM' },
  });
  expect(events.at(-1)?.detail['state']).not.toHaveProperty('actionsSuppressedBy');
  expect(actions).toEqual(['arn:topic']);
});

test('a muted alarm still sends its event, with muteDetail, and runs no action', async () => {
  const { cloud, call, events, actions } = lab();
  cloud.putMetricAlarm({ ...props, AlarmActions: ['arn:topic'] });
  cloud.muteAlarm('cpu', { ruleName: 'release', startMs: START, endMs: START + 3_600_000 });
  call('SetAlarmState', { AlarmName: 'cpu', StateValue: 'ALARM', StateReason: 'test' });
  expect(events[0]?.detail['muteDetail']).toEqual({
    mutedByArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm-mute-rule:release',
    muteWindowStart: '2026-01-05T12:00:00.000+0000',
    muteWindowEnd: '2026-01-05T13:00:00.000+0000',
  });
  expect(actions).toEqual([]);
});

test('a state set by hand reverts with the next evaluation', async () => {
  const { cloud, call, feed, states } = lab();
  cloud.putMetricAlarm(props);
  await feed(20, [10]);
  call('SetAlarmState', { AlarmName: 'cpu', StateValue: 'ALARM', StateReason: 'drill' });
  await feed(10, [10]);
  expect(states()).toEqual(['cpu:OK', 'cpu:ALARM', 'cpu:OK']);
});

test('DescribeAlarms filters by name, state and type, and returns metric alarms only unless asked', () => {
  const { cloud, call } = lab();
  cloud.putMetricAlarm(props);
  cloud.putCompositeAlarm({ AlarmName: 'top', AlarmRule: 'ALARM(cpu)' });
  expect(dig(call('DescribeAlarms', {}), 'CompositeAlarms')).toEqual([]);
  const all = call('DescribeAlarms', { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], AlarmNames: ['cpu', 'top'] });
  expect(dig(all, 'MetricAlarms.*.StateValue')).toEqual(['INSUFFICIENT_DATA']);
  expect(dig(all, 'CompositeAlarms.*.StateValue')).toEqual(['OK']);
  expect(dig(all, 'MetricAlarms.0')).toMatchObject({
    Statistic: 'Maximum',
    Period: 10,
    Threshold: 80,
    StateTransitionedTimestamp: new Date(START),
  });
  expect(dig(call('DescribeAlarms', { StateValue: 'ALARM' }), 'MetricAlarms')).toEqual([]);
});

test('GetMetricData answers statistics and expressions over complete periods', async () => {
  const { call, feed } = lab();
  await feed(30, [10, 20, 60]);
  const stat = (Id: string, Stat: string) => ({
    Id,
    MetricStat: {
      Metric: { Namespace: 'AWS/ECS', MetricName: 'CPUUtilization', Dimensions: dimensionList },
      Period: 30,
      Stat,
    },
  });
  const queries = ['Average', 'Maximum', 'Minimum', 'Sum', 'SampleCount', 'p50'].map((name, index) =>
    stat(`m${index}`, name),
  );
  const answer = call('GetMetricData', {
    MetricDataQueries: [...queries, { Id: 'e', Expression: 'm1 - m2' }],
    StartTime: START / 1000,
    EndTime: START / 1000 + 45,
  });
  expect(dig(answer, 'MetricDataResults.*.Id')).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'e']);
  expect(dig(answer, 'MetricDataResults.*.Values')).toEqual([[30], [60], [10], [540], [18], [20], [50]]);
  expect(dig(answer, 'MetricDataResults.0.Timestamps')).toEqual([new Date(START)]);
});

test('properties and statistics the lab does not carry out are refused', () => {
  const { cloud, call } = lab();
  const refused = expect.objectContaining({ code: 'NotSupported' });
  expect(() => cloud.putMetricAlarm({ ...props, EvaluationWindow: {} })).toThrow(refused);
  expect(() => cloud.putMetricAlarm({ ...props, ThresholdMetricId: 'band' })).toThrow(refused);
  expect(() => cloud.putCompositeAlarm({ AlarmName: 'x', AlarmRule: 'AT_LEAST(1, ALARM, ("a"))' })).toThrow(refused);
  expect(() =>
    call('PutMetricData', { Namespace: 'X', MetricData: [{ MetricName: 'm', StatisticValues: {} }] }),
  ).toThrow(refused);
  expect(() => cloud.putCompositeAlarm({ AlarmName: 'x', AlarmRule: 'ALARM(a) XOR OK(b)' })).toThrow('syntactically');
});
