/**
 * Alarms on the healer itself: only failures that people would not notice otherwise, and that are worth a page. Each
 * names its heading in `docs/self-alarms.md`. They publish to the healer's topic, and their names avoid the prefix that
 * the healer answers.
 */
import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Stats,
  TreatMissingData,
  type AlarmProps,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { HEARTBEAT_MINUTES } from '../core/vocabulary.ts';
import { healerMetric } from './healer-metrics.ts';

export interface SelfAlarmsProps {
  readonly healer: string;
  readonly queue: IQueue;
  readonly topic: ITopic;
  readonly chatTopic?: ITopic | undefined;
  readonly stateMachine: IStateMachine;
}

/** From a signal to its first decision; seconds are usual. A longer wait means that a part is broken. */
const DECISION_MINUTES_MAX = 2;
const PERIOD = Duration.minutes(5);
/** SQS says: metrics of a queue at rest arrive up to a quarter of an hour late. One more period for the metric's own. */
const QUEUE_PERIODS = 4;

interface SelfAlarm {
  readonly id: string;
  /** What it counts, capitalised; the alarm is called `<what>-of-<healer>`. */
  readonly what: string;
  readonly says: string;
  /** Heading in `docs/self-alarms.md`. */
  readonly heading: string;
  /** Why missing data is no failure: a reason for each alarm, repeated under its heading. */
  readonly withoutData: string;
  /**
   * One metric, never an expression: CloudWatch does not say how an expression treats a metric that never had a value.
   */
  readonly metric: IMetric;
  /** The alarm is red above this, in the metric's unit. */
  readonly above: number;
  /** The number of periods of which one red period is enough. @default 1 */
  readonly outOf?: number;
  /**
   * Silent periods, all of which are needed: then the alarm is about silence, and `above` does not count. It reports that
   * data ended, so it stays quiet before the first data.
   */
  readonly silentFor?: number;
}

export function createSelfAlarms(scope: Construct, props: SelfAlarmsProps): readonly Alarm[] {
  const all = [
    deadLetters(props),
    ...badExecutions(props),
    slowDecisions(props),
    ...undeliveredMessages(props),
    missedHeartbeat(props),
    stuckHeals(props),
    manyWithheld(props),
    manyExecutions(props),
  ];
  return all.map((one) => createSelfAlarm(scope, one, props));
}

function createSelfAlarm(scope: Construct, spec: SelfAlarm, { healer, topic }: SelfAlarmsProps): Alarm {
  const { says, withoutData, heading } = spec;
  const alarm = new Alarm(scope, spec.id, {
    // The healer answers alarms that begin with its own name, which has no capitals; a generated name could match.
    alarmName: `${spec.what}-of-${healer}`,
    alarmDescription: `${says} Without data: ${withoutData} What to do: docs/self-alarms.md of the healer package, "${heading}".`,
    metric: spec.metric,
    ...termsOf(spec),
  });
  alarm.addAlarmAction(new SnsAction(topic));
  if (spec.silentFor !== undefined) alarm.addInsufficientDataAction(new SnsAction(topic));
  return alarm;
}

type Terms = Pick<
  AlarmProps,
  'threshold' | 'comparisonOperator' | 'evaluationPeriods' | 'datapointsToAlarm' | 'treatMissingData'
>;

function termsOf({ above, outOf = 1, silentFor }: SelfAlarm): Terms {
  if (silentFor !== undefined) {
    return {
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: silentFor,
      datapointsToAlarm: silentFor,
      // A new alarm has no data either, and must not page: it reports that data ended.
      treatMissingData: TreatMissingData.MISSING,
    };
  }
  return {
    threshold: above,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: outOf,
    datapointsToAlarm: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
}

/**
 * Counts letters as they arrive, not letters that wait: a waiting letter would keep the alarm red for 14 days and hide
 * every later one. The metric counts letters sent by EventBridge, Lambda and the state machine; it would not count
 * messages that SQS moves here from another queue, and there is none.
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

/** Throttles, retries, slow reads and late events show here before anything fails. */
function slowDecisions({ healer }: SelfAlarmsProps): SelfAlarm {
  return {
    id: 'SlowDecisionsAlarm',
    what: 'Slow-decisions',
    says: `A signal waited more than ${DECISION_MINUTES_MAX} minutes for its first decision.`,
    heading: 'Decisions are slow',
    withoutData: 'nothing was decided; a signal without a decision ends as a failed execution, which has its alarm.',
    metric: healerMetric(healer, 'DecisionLatency', {}, { statistic: Stats.MAXIMUM, period: PERIOD }),
    above: Duration.minutes(DECISION_MINUTES_MAX).toMilliseconds(),
  };
}

/** The topic's other subscribers receive this alarm; only `verify` finds a topic without any. */
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

/** Two periods, because a single one may fall between two heartbeats. */
const CANARIES_MISSED = 2;

/**
 * A broken rule, machine, Lambda or table causes no failure while no signal comes. The heartbeat is a signal that always
 * comes.
 */
function missedHeartbeat({ healer }: SelfAlarmsProps): SelfAlarm {
  const period = Duration.minutes(HEARTBEAT_MINUTES);
  return {
    id: 'MissedHeartbeatAlarm',
    what: 'Missed-heartbeats',
    says: 'The signal that is sent by the clock did not come through to a decision.',
    heading: 'The heartbeat is missed',
    withoutData: 'none came through, which is what this alarm is about: it tells people when data end.',
    metric: healerMetric(healer, 'HeartbeatCameThrough', {}, { period }),
    above: 0,
    silentFor: CANARIES_MISSED,
  };
}

/** The reaper receives nearly every death, so one that it missed points to a fault in its rule or the reaper. */
function stuckHeals({ healer }: SelfAlarmsProps): SelfAlarm {
  return {
    id: 'StuckHealsAlarm',
    what: 'Stuck-heals',
    says: 'The sweep found an open incident without a live execution, and ended it.',
    heading: 'Heals were stuck',
    withoutData: 'the sweep found none, or did not run: a sweep that fails is a letter in the dead-letter queue.',
    metric: healerMetric(healer, 'SweepFound', { Found: 'stuck-incident' }, { period: PERIOD }),
    above: 0,
  };
}

/** A hundred services that fail at once cause about five hundred; more is a flood, or a fleet that needs a person. */
const EXECUTIONS_MAX = 1_000;

/** Each signal that passes the rules costs money, and a flood has no other symptom: it is counted, joined and ignored. */
function manyExecutions({ stateMachine }: SelfAlarmsProps): SelfAlarm {
  return {
    id: 'ManyExecutionsAlarm',
    what: 'Many-executions',
    says: `More than ${EXECUTIONS_MAX} signals started an execution within ${PERIOD.toMinutes()} minutes.`,
    heading: 'Many executions start',
    withoutData: 'no signal came.',
    metric: stateMachine.metricStarted({ period: PERIOD, statistic: Stats.SUM }),
    above: EXECUTIONS_MAX,
  };
}

/** More than a single service with exhausted attempts can cause in a quarter of an hour. */
const WITHHELD_MAX = 20;
const WITHHELD_PERIOD = Duration.minutes(15);

/** People hear each reason with its incident; only this alarm says that there are many at once. */
function manyWithheld({ healer }: SelfAlarmsProps): SelfAlarm {
  return {
    id: 'ManyWithheldAlarm',
    what: 'Many-withheld',
    says: `More than ${WITHHELD_MAX} heals were held back within ${WITHHELD_PERIOD.toMinutes()} minutes.`,
    heading: 'Many heals are held back',
    withoutData: 'no heal was held back.',
    metric: healerMetric(healer, 'Withheld', {}, { period: WITHHELD_PERIOD }),
    above: WITHHELD_MAX,
  };
}
