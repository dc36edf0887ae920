/**
 * Alarms on the healer itself: few, because each must be worth waking somebody, and only on what nobody would hear of
 * otherwise. Each says in its description under which heading of `docs/operating.md` it is explained. They publish to
 * the healer's own topic, and their names stay clear of the prefix the healer listens to.
 */
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
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
/** Metrics of a queue that was at rest arrive up to a quarter of an hour late, says SQS; and one period for what they are of. */
const QUEUE_PERIODS = 4;

interface SelfAlarm {
  readonly id: string;
  /** What it counts, with a capital; the alarm is called `<what>-of-<healer>`. */
  readonly what: string;
  readonly says: string;
  /** Heading in `docs/operating.md`. */
  readonly heading: string;
  /** Why no data is nothing wrong: for each alarm a reason of its own, which its heading gives as well. */
  readonly withoutData: string;
  /** One metric, never an expression of several: what one is worth that never had a value, CloudWatch does not say. */
  readonly metric: IMetric;
  /** The alarm is red above this, in the metric's unit. */
  readonly above: number;
  /** Periods of which one is enough. @default 1 */
  readonly outOf?: number;
}

/** Creates them all. */
export function createSelfAlarms(scope: Construct, props: SelfAlarmsProps): readonly Alarm[] {
  const all = [deadLetters(props), ...badExecutions(props), slowDecisions(props), ...undeliveredMessages(props)];
  return all.map((one) => createSelfAlarm(scope, one, props));
}

function createSelfAlarm(scope: Construct, spec: SelfAlarm, { healer, topic }: SelfAlarmsProps): Alarm {
  const { says, withoutData, heading, outOf = 1 } = spec;
  const alarm = new Alarm(scope, spec.id, {
    // The healer answers to alarms that begin with its own name, which has no capitals; a generated name might.
    alarmName: `${spec.what}-of-${healer}`,
    alarmDescription: `${says} Without data: ${withoutData} What to do: docs/operating.md of the healer package, "${heading}".`,
    metric: spec.metric,
    threshold: spec.above,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: outOf,
    datapointsToAlarm: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  return alarm;
}

/**
 * Letters as they come, not letters that lie there: one that nobody took away would keep the alarm red for 14 days, and
 * whatever came after it would be told to nobody. EventBridge, Lambda and the state machine all send their letters, which
 * this metric counts; it does not count what SQS moves here from another queue, and there is none that it would.
 */
function deadLetters({ queue }: SelfAlarmsProps): SelfAlarm {
  return {
    id: 'DeadLetterAlarm',
    what: 'Dead-letters',
    says: 'An event reached the healer and could not be handled.',
    heading: 'A letter is in the dead-letter queue',
    withoutData: 'nothing was sent to the queue, SQS reports nothing of a queue at rest.',
    metric: queue.metricNumberOfMessagesSent({ period: PERIOD, statistic: Stats.SUM }),
    above: 0,
    outOf: QUEUE_PERIODS,
  };
}

function badExecutions({ stateMachine }: SelfAlarmsProps): readonly SelfAlarm[] {
  const options = { period: PERIOD, statistic: Stats.SUM };
  const ends = [
    { id: 'FailedExecutionsAlarm', what: 'Failed', how: 'failed', metric: stateMachine.metricFailed(options) },
    {
      id: 'TimedOutExecutionsAlarm',
      what: 'Timed-out',
      how: 'ran out of time',
      metric: stateMachine.metricTimedOut(options),
    },
    { id: 'AbortedExecutionsAlarm', what: 'Aborted', how: 'was aborted', metric: stateMachine.metricAborted(options) },
  ];
  return ends.map(({ id, what, how, metric }) => ({
    id,
    what: `${what}-executions`,
    says: `A heal ${how}: the healer itself failed, not a service.`,
    heading: 'Executions fail',
    withoutData: 'no execution ended.',
    metric,
    above: 0,
  }));
}

/** What is wrong behind the scenes (throttles, retries, slow reads, late events) shows here before anything fails. */
function slowDecisions({ healer }: SelfAlarmsProps): SelfAlarm {
  return {
    id: 'SlowDecisionsAlarm',
    what: 'Slow-decisions',
    says: `A signal waited more than ${DECISION_MINUTES_MAX} minutes for its first decision.`,
    heading: 'Decisions are slow',
    withoutData:
      'nothing was decided; a signal that nobody decides on ends as a failed execution, which has its alarm.',
    metric: healerMetric(healer, 'DecisionLatency', {}, { statistic: Stats.MAXIMUM, period: PERIOD }),
    above: Duration.minutes(DECISION_MINUTES_MAX).toMilliseconds(),
  };
}

/** The other subscribers of the topic hear of it; a topic with none is found by looking, not by an alarm. */
function undeliveredMessages({ topic, chatTopic }: SelfAlarmsProps): readonly SelfAlarm[] {
  const of = (id: string, what: string, to: ITopic): SelfAlarm => ({
    id,
    what,
    says: 'A message of the healer could not be delivered to one of its subscribers.',
    heading: 'Messages are not delivered',
    withoutData: 'SNS gave up on no message.',
    metric: to.metricNumberOfNotificationsFailed({ period: PERIOD, statistic: Stats.SUM }),
    above: 0,
  });
  const people = of('UndeliveredMessagesAlarm', 'Undelivered-messages', topic);
  return chatTopic === undefined ? [people] : [people, of('UndeliveredChatAlarm', 'Undelivered-chat', chatTopic)];
}
