/** Alarms on the healer itself: what they watch, that the healer never answers to one, and that each is explained. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shopStack } from './support/shop.ts';
import { flat, propertiesOf, resourcesOf, templateOf } from './support/templates.ts';

const template = templateOf(shopStack());
const OPERATING = readFileSync(join(import.meta.dirname, '../../docs/operating.md'), 'utf8');
/** Every section of the page that describes an alarm, in the way all of them do. */
const EXPLAINED = [...OPERATING.matchAll(/^## (.+)\n\n\*\*Description\*\*/gm)].map((match) => match[1]);

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
    const headings = alarms.map(({ AlarmDescription }) => /docs\/operating\.md, "(.+)"/.exec(AlarmDescription)?.[1]);
    expect(headings.length).toBe(4);
    expect(headings.toSorted()).toEqual(EXPLAINED.toSorted());
  });

  it('tell people by the healer’s own topic', () => {
    expect(alarms.map(({ AlarmActions }) => AlarmActions)).toEqual(alarms.map(() => ['<HealerTopic>']));
  });

  it.each(alarms)('$AlarmName begins with a capital, which the name of no healer has', ({ AlarmName }) => {
    expect(AlarmName).toMatch(/^[A-Z][a-z-]+-of-healer$/);
  });

  it.each(alarms)('$AlarmName takes silence for health: it counts what happens now and then', (properties) => {
    expect(properties).toMatchObject({ TreatMissingData: 'notBreaching', EvaluationPeriods: 1 });
  });

  it('watch events that could not be handled', () => {
    expect(alarm('Dead-letters')).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 0,
    });
  });

  it('watch executions that end badly in any way, also where one of the metrics has no data', () => {
    const { Metrics: metrics, Threshold: threshold } = alarm('Failed-executions') as unknown as {
      readonly Metrics: readonly {
        readonly Expression?: string;
        readonly MetricStat?: { readonly Metric: { readonly MetricName: string } };
      }[];
      readonly Threshold: number;
    };
    expect(metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.MetricName ?? []).toSorted()).toEqual([
      'ExecutionsAborted',
      'ExecutionsFailed',
      'ExecutionsTimedOut',
    ]);
    expect(metrics.flatMap(({ Expression }) => Expression ?? [])).toEqual([
      'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)',
    ]);
    expect(threshold).toBe(0);
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

  it('watch messages that did not arrive', () => {
    expect(alarm('Undelivered-messages')).toMatchObject({
      Namespace: 'AWS/SNS',
      MetricName: 'NumberOfNotificationsFailed',
      Threshold: 0,
    });
  });

  it('watch messages for chat as well, where there are any', () => {
    const withChat = templateOf(shopStack({ notifications: { chat: true } }));
    const { Metrics: metrics } = propertiesOf(
      withChat,
      'AWS::CloudWatch::Alarm',
      ({ AlarmName }) => AlarmName === 'Undelivered-messages-of-healer',
    );
    expect(JSON.stringify(metrics)).toContain('HealerChatTopic');
    expect(JSON.stringify(metrics)).toContain('FILL(mail, 0) + FILL(chat, 0)');
  });
});
