/**
 * Alarms on the healer itself: few, because each must be worth waking somebody, and only on what nobody would hear of
 * otherwise. Each says in its description under which heading of `docs/operating.md` it is explained. They publish to
 * the healer's own topic, and their names stay clear of the prefix the healer listens to.
 */
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, MathExpression, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { healerMetric } from './healer-metrics.ts';

export interface SelfAlarmsProps {
  /** Name of the healer. */
  readonly healer: string;
  readonly queue: IQueue;
  readonly topic: ITopic;
  /** The topic of messages for chat, where there is one. */
  readonly chatTopic?: ITopic | undefined;
  readonly stateMachine: IStateMachine;
}

/** From a signal to its first decision; usually seconds. Whoever waits longer waits for something that is broken. */
const DECISION_MINUTES_MAX = 2;
const PERIOD = Duration.minutes(5);

interface SelfAlarm {
  readonly id: string;
  /** What it counts, with a capital; the alarm is called `<what>-of-<healer>`. */
  readonly what: string;
  readonly says: string;
  /** Heading in `docs/operating.md`. */
  readonly heading: string;
  readonly metric: IMetric;
  /** The alarm is red above this, in the metric's unit. */
  readonly above: number;
}

/** Creates them all. */
export function createSelfAlarms(scope: Construct, props: SelfAlarmsProps): readonly Alarm[] {
  const all = [deadLetters(props), failedExecutions(props), slowDecisions(props), undeliveredMessages(props)];
  return all.map((one) => createSelfAlarm(scope, one, props));
}

function createSelfAlarm(scope: Construct, spec: SelfAlarm, { healer, topic }: SelfAlarmsProps): Alarm {
  const alarm = new Alarm(scope, spec.id, {
    // The healer answers to alarms that begin with its own name, which has no capitals; a generated name might.
    alarmName: `${spec.what}-of-${healer}`,
    alarmDescription: `${spec.says} What to do: docs/operating.md, "${spec.heading}".`,
    metric: spec.metric,
    threshold: spec.above,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    // All of these count what happens now and then: where nothing happened there is no data, and nothing is wrong.
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  return alarm;
}

/** Also what no rule could deliver, and what the reaper could not do: whatever is lost ends in the queue first. */
function deadLetters({ queue }: SelfAlarmsProps): SelfAlarm {
  return {
    id: 'DeadLetterAlarm',
    what: 'Dead-letters',
    says: 'An event reached the healer and could not be handled.',
    heading: 'Dead-letter queue is not empty',
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD }),
    above: 0,
  };
}

function failedExecutions({ stateMachine }: SelfAlarmsProps): SelfAlarm {
  return {
    id: 'FailedExecutionsAlarm',
    what: 'Failed-executions',
    says: 'A heal failed, ran out of time or was aborted: the healer itself failed, not a service.',
    heading: 'Executions fail',
    metric: sum({
      failed: stateMachine.metricFailed(),
      timedOut: stateMachine.metricTimedOut(),
      aborted: stateMachine.metricAborted(),
    }),
    above: 0,
  };
}

/** What is wrong behind the scenes (throttles, retries, slow reads, late events) shows here before anything fails. */
function slowDecisions({ healer }: SelfAlarmsProps): SelfAlarm {
  return {
    id: 'SlowDecisionsAlarm',
    what: 'Slow-decisions',
    says: `A signal waited more than ${DECISION_MINUTES_MAX} minutes for its first decision.`,
    heading: 'Decisions are slow',
    metric: healerMetric(healer, 'DecisionLatency', {}, { statistic: Stats.MAXIMUM, period: PERIOD }),
    above: Duration.minutes(DECISION_MINUTES_MAX).toMilliseconds(),
  };
}

/** The other subscribers of the topic hear of it; a topic with none is found by looking, not by an alarm. */
function undeliveredMessages({ topic, chatTopic }: SelfAlarmsProps): SelfAlarm {
  const failed = (of: ITopic) => of.metricNumberOfNotificationsFailed({ period: PERIOD, statistic: Stats.SUM });
  return {
    id: 'UndeliveredMessagesAlarm',
    what: 'Undelivered-messages',
    says: 'A message of the healer could not be delivered to one of its subscribers.',
    heading: 'Messages are not delivered',
    metric: chatTopic === undefined ? failed(topic) : sum({ mail: failed(topic), chat: failed(chatTopic) }),
    above: 0,
  };
}

/** `FILL`, because a sum of metrics has no value where one of them has none. */
function sum(usingMetrics: Readonly<Record<string, IMetric>>): MathExpression {
  const expression = Object.keys(usingMetrics)
    .map((id) => `FILL(${id}, 0)`)
    .join(' + ');
  return new MathExpression({ expression, usingMetrics: { ...usingMetrics }, period: PERIOD });
}
