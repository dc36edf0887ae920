/** Alarms on the healer itself: what they watch, that the healer never answers to one, and that each is explained. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shopTemplate } from './support/shop.ts';
import { flat, propertiesOf, resourcesOf } from './support/templates.ts';

const template = shopTemplate();
const PAGE = readFileSync(join(import.meta.dirname, '../../docs/self-alarms.md'), 'utf8');
/** Every section of the page that describes an alarm, in the way all of them do. */
const EXPLAINED = [...PAGE.matchAll(/^## (.+)\n\n\*\*Description\*\*/gm)].map((match) => match[1]);

interface SelfAlarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly unknown[];
}

const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm')
  .map(({ Properties }) => flat(Properties) as SelfAlarm)
  .filter(({ AlarmActions }) => AlarmActions !== undefined);

const alarm = (name: string) =>
  propertiesOf(template, 'AWS::CloudWatch::Alarm', ({ AlarmName }) => AlarmName === `${name}-of-healer`);

describe('alarms on the healer itself', () => {
  it('each have a heading in the operator’s manual, and every such heading has its alarm', () => {
    const headings = alarms.map(
      ({ AlarmDescription }) => /docs\/self-alarms\.md of the healer package, "(.+)"/.exec(AlarmDescription)?.[1],
    );
    expect(headings.length).toBe(10);
    expect([...new Set(headings)].toSorted()).toEqual(EXPLAINED.toSorted());
  });

  it.each(alarms)('$AlarmName says why silence is health, as its heading does', ({ AlarmDescription }) => {
    const [, reason = '', heading = ''] = /Without data: (.+?\.) What to do: .*"(.+)"/.exec(AlarmDescription) ?? [];
    expect(reason.length).toBeGreaterThan(10);
    const section = PAGE.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? '';
    expect(section.replaceAll('\n', ' ')).toContain(`**Without data** ${reason}`);
  });

  it('give a reason of its own to each kind of silence', () => {
    const reasons = alarms.map(({ AlarmDescription }) => /Without data: (.+?\.) What/.exec(AlarmDescription)?.[1]);
    expect(new Set(reasons).size).toBe(EXPLAINED.length);
  });

  it('tell people by the healer’s own topic', () => {
    expect(alarms.map(({ AlarmActions }) => AlarmActions)).toEqual(alarms.map(() => ['<HealerTopic>']));
  });

  it.each(alarms)('$AlarmName begins with a capital, which the name of no healer has', ({ AlarmName }) => {
    expect(AlarmName).toMatch(/^[A-Z][a-z-]+-of-healer$/);
  });

  it.each(alarms)(
    '$AlarmName is OK without data unless that is what it is about, and watches one metric and no expression of several',
    (properties) => {
      const { AlarmName: name } = properties;
      expect(properties).toMatchObject(
        name.startsWith('Missed-heartbeats')
          ? { TreatMissingData: 'missing', DatapointsToAlarm: 2, ComparisonOperator: 'LessThanThreshold' }
          : { TreatMissingData: 'notBreaching', DatapointsToAlarm: 1, ComparisonOperator: 'GreaterThanThreshold' },
      );
      expect(properties).toHaveProperty('MetricName');
      expect(properties).not.toHaveProperty('Metrics');
    },
  );

  it('watch events that could not be handled as they come: one that lies there must not hide the next', () => {
    expect(alarm('Dead-letters')).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'NumberOfMessagesSent',
      Statistic: 'Sum',
      Threshold: 0,
    });
  });

  it('wait for metrics of a queue that was at rest, which are up to a quarter of an hour late', () => {
    const { Period: seconds, EvaluationPeriods: periods } = alarm('Dead-letters');
    expect(Number(seconds) * (Number(periods) - 1)).toBeGreaterThanOrEqual(15 * 60);
  });

  it('watch a queue to which nothing moves letters but those who send them', () => {
    const queues = resourcesOf(template, 'AWS::SQS::Queue');
    expect(queues).toHaveLength(1);
    expect(queues.filter(({ Properties }) => 'RedrivePolicy' in Properties)).toEqual([]);
  });

  it.each([
    { name: 'Failed', metric: 'ExecutionsFailed' },
    { name: 'Timed-out', metric: 'ExecutionsTimedOut' },
    { name: 'Aborted', metric: 'ExecutionsAborted' },
  ])('watch executions that end badly, in each of the ways there are: $metric', ({ name, metric }) => {
    expect(alarm(`${name}-executions`)).toMatchObject({
      Namespace: 'AWS/States',
      MetricName: metric,
      Statistic: 'Sum',
      Threshold: 0,
      EvaluationPeriods: 1,
    });
  });

  it('watch how long a signal waits for its decision, by the metric the healer emits', () => {
    expect(alarm('Slow-decisions')).toMatchObject({
      Namespace: 'Healer',
      MetricName: 'DecisionLatency',
      Dimensions: [{ Name: 'HealerName', Value: 'healer' }],
      Statistic: 'Maximum',
      Threshold: 120_000,
    });
  });

  it('watch the signal that is sent by the clock, over periods in each of which there is one', () => {
    const heartbeat = alarm('Missed-heartbeats');
    expect(heartbeat).toMatchObject({ MetricName: 'HeartbeatCameThrough', Statistic: 'Sum', Threshold: 1 });
    const schedules = resourcesOf(template, 'AWS::Events::Rule').map(
      ({ Properties }) => Properties['ScheduleExpression'],
    );
    expect(schedules).toContain(`rate(${Number(heartbeat['Period']) / 3_600} hour)`);
  });

  it('watch heals that no execution worked on any more, and that many are held back', () => {
    expect(alarm('Stuck-heals')).toMatchObject({
      MetricName: 'SweepFound',
      Dimensions: [
        { Name: 'Found', Value: 'stuck-incident' },
        { Name: 'HealerName', Value: 'healer' },
      ],
      Threshold: 0,
    });
    expect(alarm('Many-withheld')).toMatchObject({
      MetricName: 'Withheld',
      Dimensions: [{ Name: 'HealerName', Value: 'healer' }],
      Statistic: 'Sum',
      Threshold: 20,
    });
  });

  it('watch a flood of signals', () => {
    expect(alarm('Many-executions')).toMatchObject({
      Namespace: 'AWS/States',
      MetricName: 'ExecutionsStarted',
      Statistic: 'Sum',
      Period: 300,
      Threshold: 1000,
    });
  });

  it('watch messages that did not arrive', () => {
    expect(alarm('Undelivered-messages')).toMatchObject({
      Namespace: 'AWS/SNS',
      MetricName: 'NumberOfNotificationsFailed',
      Threshold: 0,
    });
  });

  it('watch messages for chat as well, where there are any', () => {
    const withChat = shopTemplate({ notifications: { chat: true } });
    const chat = propertiesOf(
      withChat,
      'AWS::CloudWatch::Alarm',
      ({ AlarmName }) => AlarmName === 'Undelivered-chat-of-healer',
    );
    expect(chat).toMatchObject({ MetricName: 'NumberOfNotificationsFailed', Threshold: 0 });
    expect(JSON.stringify(chat['Dimensions'])).toContain('HealerChatTopic');
  });
});
