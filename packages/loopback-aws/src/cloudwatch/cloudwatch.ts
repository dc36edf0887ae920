/**
 * CloudWatch: the API operations over the metric store and the alarms, and the hooks of the cloud itself (alarms from a
 * template, muting). State changes go to the bus as events; alarm actions go to `act`. Without an `act`, an alarm with
 * actions is refused.
 */
import type { Answers } from '../answers.ts';
import { AwsError, type AwsService, unsupported } from '../aws-service.ts';
import type { AwsEvent, Emit } from '../aws-event.ts';
import type { Clock } from '../clock.ts';
import { type Json, number, objects, onlyFields, optionalText, text } from '../fields.ts';
import { instant, optionalNumber, texts } from '../wire-values.ts';
import { type Alarm, readCompositeAlarm, readMetricAlarm } from './alarm.ts';
import type { AlarmValue } from './alarm-evaluation.ts';
import { alarmEvent, type MuteWindow, type Transition } from './alarm-event.ts';
import { alarmKeeper, type Alarms } from './alarms.ts';
import { describeAlarm } from './alarm-view.ts';
import { answer, periodOf, readDimensions, readQuery } from './metric-query.ts';
import { type MetricStore, metricStore } from './metric-store.ts';

/** Limits of GetMetricData and DescribeAlarms in the API reference. */
const MAX_QUERIES = 500;
const MAX_DATAPOINTS = 100_800;
const MAX_ALARM_RECORDS = 100;

/** Carries out one alarm action, e.g. publishes to the SNS topic `actionArn`. */
export type AlarmAct = (actionArn: string, event: AwsEvent) => void;

export interface CloudWatch {
  readonly service: AwsService;
  readonly metrics: MetricStore;
  readonly alarms: Alarms;
  /** Creates an alarm from resolved CloudFormation properties; returns its ARN. */
  putMetricAlarm(props: Json): string;
  putCompositeAlarm(props: Json): string;
  /** Test hook: the alarm is muted in `window`; its events carry `muteDetail` and its actions do not run. */
  muteAlarm(name: string, window: MuteWindow): void;
  stop(): void;
}

/** CloudWatch on `clock`. With `answers` metrics of AWS come late now and then; without, never. */
export function cloudWatch(clock: Clock, emit: Emit, act?: AlarmAct, answers?: Answers): CloudWatch {
  const metrics = metricStore(answers === undefined ? undefined : { now: () => clock.now(), answers });
  const report = (transition: Transition): void => {
    const event = alarmEvent(transition);
    emit(event);
    const { alarm, to, suppression, mute } = transition;
    if (!alarm.actionsEnabled || suppression !== undefined || mute !== undefined) return;
    for (const action of alarm.actions[to.value]) act?.(action, event);
  };
  const alarms = alarmKeeper(clock, metrics, report);
  const put = (alarm: Alarm): string => {
    if (act === undefined && Object.values(alarm.actions).flat().length > 0)
      throw unsupported(`actions of the alarm ${alarm.name}`);
    alarms.put(alarm);
    return alarm.arn;
  };
  return {
    metrics,
    alarms,
    service: {
      name: 'monitoring',
      protocol: 'json-1.0',
      operations: {
        PutMetricData: (input) => putMetricData(metrics, clock, input),
        GetMetricData: (input) => getMetricData(metrics, clock, input),
        DescribeAlarms: (input) => describeAlarms(alarms, input),
        SetAlarmState: (input) => setAlarmState(alarms, input),
        ListAlarmMuteRules: (input) => listMuteRules(alarms, clock, input),
      },
    },
    putMetricAlarm: (props) => put(readMetricAlarm(props)),
    putCompositeAlarm: (props) => put(readCompositeAlarm(props)),
    muteAlarm(name, window) {
      mute(alarms, name, window);
      if (answers?.plays('mute-end-event') === true) clock.at(window.endMs, () => alarms.repeat(name));
    },
    stop: () => alarms.stop(),
  };
}

function mute(alarms: Alarms, name: string, window: MuteWindow): void {
  const kept = alarms.get(name);
  if (kept === undefined) throw new AwsError('ResourceNotFound', `No alarm ${name}`);
  kept.mute = window;
}

function putMetricData(store: MetricStore, clock: Clock, input: Json): object {
  onlyFields('PutMetricData', input, ['Namespace', 'MetricData', 'StrictEntityValidation']);
  const namespace = text(input, 'Namespace');
  if (namespace.startsWith('AWS/'))
    throw new AwsError('InvalidParameterValue', 'The value AWS/ for parameter Namespace is reserved');
  for (const datum of objects(input, 'MetricData')) {
    onlyFields('MetricDatum', datum, [
      'MetricName',
      'Dimensions',
      'Timestamp',
      'Value',
      'Values',
      'Counts',
      'Unit',
      'StorageResolution',
    ]);
    if (datum['Counts'] !== undefined) throw unsupported('MetricDatum.Counts');
    const values = Array.isArray(datum['Values']) ? datum['Values'].map(Number) : [number(datum, 'Value', NaN)];
    const metric = { namespace, name: text(datum, 'MetricName'), dimensions: readDimensions(datum) };
    store.put(metric, values, instant(datum, 'Timestamp') ?? clock.now());
  }
  return {};
}

/** Only complete periods are answered; CloudWatch would give a partial point for the current one as well. */
function getMetricData(store: MetricStore, clock: Clock, input: Json): object {
  onlyFields('GetMetricData', input, ['MetricDataQueries', 'StartTime', 'EndTime', 'ScanBy', 'MaxDatapoints']);
  const queries = objects(input, 'MetricDataQueries').map(readQuery);
  const start = instant(input, 'StartTime');
  const end = instant(input, 'EndTime');
  if (queries.length === 0 || queries.length > MAX_QUERIES)
    throw new AwsError('ValidationError', 'MetricDataQueries must have 1 to 500 members');
  if (start === undefined || end === undefined || start >= end)
    throw new AwsError('ValidationError', 'StartTime must be before EndTime');
  const ascending = optionalText(input, 'ScanBy') === 'TimestampAscending';
  const results = queries
    .filter((query) => query.returnData)
    .map((query) => {
      const periodMs = periodOf(query, queries);
      const startMs = Math.floor(start / periodMs) * periodMs;
      const count = Math.max(0, Math.floor((Math.min(end, clock.now()) - startMs) / periodMs));
      if (count > MAX_DATAPOINTS) throw new AwsError('ValidationError', 'Too many datapoints');
      const points = [...answer(store, queries, query, { startMs, periodMs, count })];
      const sorted = points.toSorted(([a], [b]) => (ascending ? a - b : b - a));
      return {
        Id: query.id,
        Label: query.label ?? (query.kind === 'metric' ? query.metric.name : query.id),
        Timestamps: sorted.map(([at]) => new Date(at)),
        Values: sorted.map(([, value]) => value),
        StatusCode: 'Complete',
      };
    });
  return { MetricDataResults: results, Messages: [] };
}

/** Without `AlarmTypes` only metric alarms are returned, as documented. */
function describeAlarms(alarms: Alarms, input: Json): object {
  onlyFields('DescribeAlarms', input, [
    'AlarmNames',
    'AlarmNamePrefix',
    'AlarmTypes',
    'StateValue',
    'MaxRecords',
    'NextToken',
  ]);
  const names = texts(input, 'AlarmNames');
  const types = input['AlarmTypes'] === undefined ? ['MetricAlarm'] : texts(input, 'AlarmTypes');
  const prefix = optionalText(input, 'AlarmNamePrefix') ?? '';
  const state = optionalText(input, 'StateValue');
  const matching = alarms
    .list()
    .filter(
      (kept) =>
        (names.length === 0 || names.includes(kept.alarm.name)) &&
        kept.alarm.name.startsWith(prefix) &&
        types.includes(kept.alarm.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm') &&
        (state === undefined || kept.state.value === state),
    );
  const from = Number(optionalText(input, 'NextToken') ?? 0);
  const to = from + (optionalNumber(input, 'MaxRecords') ?? (names.length > 0 ? MAX_ALARM_RECORDS : 50));
  const page = matching.slice(from, to);
  return {
    MetricAlarms: page.filter((kept) => kept.alarm.kind === 'metric').map(describeAlarm),
    CompositeAlarms: page.filter((kept) => kept.alarm.kind === 'composite').map(describeAlarm),
    ...(to < matching.length && { NextToken: String(to) }),
  };
}

/** The rules that mute one alarm at present: `muteAlarm` makes one for each alarm it is given. */
function listMuteRules(alarms: Alarms, clock: Clock, input: Json): object {
  onlyFields('ListAlarmMuteRules', input, ['AlarmName', 'Statuses', 'MaxRecords']);
  const statuses = texts(input, 'Statuses');
  if (statuses.length !== 1 || statuses[0] !== 'ACTIVE') throw unsupported('mute rules that are not active');
  const mute = alarms.get(text(input, 'AlarmName'))?.mute;
  const now = clock.now();
  const active = mute !== undefined && mute.startMs <= now && now < mute.endMs;
  return { AlarmMuteRuleSummaries: active ? [{ Status: 'ACTIVE', MuteType: 'ONE_TIME' }] : [] };
}

const isAlarmValue = (value: string): value is AlarmValue => ['OK', 'ALARM', 'INSUFFICIENT_DATA'].includes(value);

function setAlarmState(alarms: Alarms, input: Json): object {
  onlyFields('SetAlarmState', input, ['AlarmName', 'StateValue', 'StateReason', 'StateReasonData']);
  const value = text(input, 'StateValue');
  const reasonData = optionalText(input, 'StateReasonData');
  if (alarms.get(text(input, 'AlarmName')) === undefined) throw new AwsError('ResourceNotFound', 'Unknown alarm', 404);
  if (!isAlarmValue(value)) throw new AwsError('ValidationError', `StateValue cannot be ${value}`);
  alarms.set(text(input, 'AlarmName'), {
    value,
    reason: text(input, 'StateReason'),
    ...(reasonData !== undefined && { reasonData }),
  });
  return {};
}
