/**
 * What an alarm is, metric or composite, and how one is read from the properties of a CloudFormation resource.
 * A property that would change the behaviour of the alarm and is not carried out by the cloud is refused.
 */
import { randomUUID } from 'node:crypto';

import { AwsError, ACCOUNT, REGION } from '../aws-service.ts';
import { flag, type Json, number, objects, onlyFields, optionalText, text } from '../fields.ts';
import { optionalNumber, texts } from '../wire-values.ts';
import {
  type AlarmTerms,
  type AlarmValue,
  type Comparison,
  isComparison,
  type MissingData,
} from './alarm-evaluation.ts';
import { type AlarmRule, alarmName, parseAlarmRule } from './alarm-rule.ts';
import { type MetricQuery, periodOf, readQuery } from './metric-query.ts';

export interface AlarmState {
  readonly value: AlarmValue;
  readonly reason: string;
  readonly reasonData?: string;
  /** Cloud time of the transition, in milliseconds. */
  readonly at: number;
}

interface AlarmBase {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly actionsEnabled: boolean;
  readonly actions: Readonly<Record<AlarmValue, readonly string[]>>;
}

export interface MetricAlarm extends AlarmBase {
  readonly kind: 'metric';
  readonly queries: readonly MetricQuery[];
  /** The query with `ReturnData`, whose value is compared. */
  readonly watched: MetricQuery;
  readonly periodMs: number;
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly terms: AlarmTerms;
}

export interface CompositeAlarm extends AlarmBase {
  readonly kind: 'composite';
  readonly ruleText: string;
  readonly rule: AlarmRule;
  readonly suppressor:
    { readonly alarm: string; readonly waitSeconds: number; readonly extensionSeconds: number } | undefined;
}

export type Alarm = MetricAlarm | CompositeAlarm;

const BASE_FIELDS = [
  'AlarmName',
  'AlarmDescription',
  'ActionsEnabled',
  'AlarmActions',
  'OKActions',
  'InsufficientDataActions',
  'Tags',
];
const METRIC_FIELDS = [
  'Namespace',
  'MetricName',
  'Dimensions',
  'Statistic',
  'ExtendedStatistic',
  'Period',
  'Unit',
  'Metrics',
];
const TERM_FIELDS = ['EvaluationPeriods', 'DatapointsToAlarm', 'Threshold', 'ComparisonOperator', 'TreatMissingData'];
const COMPOSITE_FIELDS = [
  'AlarmRule',
  'ActionsSuppressor',
  'ActionsSuppressorWaitPeriod',
  'ActionsSuppressorExtensionPeriod',
];

export const alarmArn = (name: string): string => `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`;

function readBase(props: Json): AlarmBase {
  const name = text(props, 'AlarmName');
  return {
    name,
    arn: alarmArn(name),
    description: optionalText(props, 'AlarmDescription'),
    actionsEnabled: props['ActionsEnabled'] === undefined || flag(props, 'ActionsEnabled'),
    actions: {
      ALARM: texts(props, 'AlarmActions'),
      OK: texts(props, 'OKActions'),
      INSUFFICIENT_DATA: texts(props, 'InsufficientDataActions'),
    },
  };
}

/** Reads the resolved properties of an `AWS::CloudWatch::Alarm`. */
export function readMetricAlarm(props: Json): MetricAlarm {
  onlyFields('AWS::CloudWatch::Alarm', props, [...BASE_FIELDS, ...METRIC_FIELDS, ...TERM_FIELDS]);
  const listed = objects(props, 'Metrics');
  const queries = listed.length > 0 ? listed.map(readQuery) : [readQuery(singleQuery(props))];
  const [watched, second] = queries.filter((query) => query.returnData);
  if (watched === undefined || second !== undefined)
    throw new AwsError('ValidationError', 'Exactly one metric must have ReturnData');
  const comparison = text(props, 'ComparisonOperator');
  if (!isComparison(comparison)) throw new AwsError('ValidationError', `Unsupported ComparisonOperator ${comparison}`);
  return {
    ...readBase(props),
    kind: 'metric',
    queries,
    watched,
    periodMs: periodOf(watched, queries),
    comparison,
    threshold: number(props, 'Threshold', NaN),
    terms: readTerms(props),
  };
}

function singleQuery(props: Json): Json {
  const stat = optionalText(props, 'Statistic') ?? text(props, 'ExtendedStatistic');
  const metric = { Namespace: props['Namespace'], MetricName: props['MetricName'], Dimensions: props['Dimensions'] };
  return { Id: randomUUID(), MetricStat: { Metric: metric, Period: props['Period'], Stat: stat } };
}

function readTerms(props: Json): AlarmTerms {
  const evaluationPeriods = number(props, 'EvaluationPeriods', NaN);
  const datapointsToAlarm = optionalNumber(props, 'DatapointsToAlarm') ?? evaluationPeriods;
  const treat = optionalText(props, 'TreatMissingData') ?? 'missing';
  if (!isMissingData(treat)) throw new AwsError('ValidationError', `TreatMissingData cannot be ${treat}`);
  if (evaluationPeriods < 1 || datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods) {
    throw new AwsError('ValidationError', 'DatapointsToAlarm must be between 1 and EvaluationPeriods');
  }
  return { evaluationPeriods, datapointsToAlarm, treatMissingData: treat };
}

const isMissingData = (value: string): value is MissingData =>
  ['breaching', 'notBreaching', 'ignore', 'missing'].includes(value);

/** Reads the resolved properties of an `AWS::CloudWatch::CompositeAlarm`. */
export function readCompositeAlarm(props: Json): CompositeAlarm {
  onlyFields('AWS::CloudWatch::CompositeAlarm', props, [...BASE_FIELDS, ...COMPOSITE_FIELDS]);
  const suppressor = optionalText(props, 'ActionsSuppressor');
  return {
    ...readBase(props),
    kind: 'composite',
    ruleText: text(props, 'AlarmRule'),
    rule: parseAlarmRule(text(props, 'AlarmRule')),
    suppressor:
      suppressor === undefined
        ? undefined
        : {
            alarm: alarmName(suppressor),
            waitSeconds: number(props, 'ActionsSuppressorWaitPeriod', NaN),
            extensionSeconds: number(props, 'ActionsSuppressorExtensionPeriod', NaN),
          },
  };
}

/** Dimensions of the alarm's single metric; undefined for metric math. */
export function soleMetric(alarm: MetricAlarm): Extract<MetricQuery, { kind: 'metric' }> | undefined {
  const [only] = alarm.queries;
  return alarm.queries.length === 1 && only?.kind === 'metric' ? only : undefined;
}
