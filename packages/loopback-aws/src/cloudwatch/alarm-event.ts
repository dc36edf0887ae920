/**
 * The `CloudWatch Alarm State Change` event exactly as the CloudWatch user guide shows it ("Alarm events and
 * EventBridge"): `reasonData` is JSON in a string, timestamps end in +0000, dimensions are an object, and a composite
 * alarm has a rule instead of metrics.
 */
import { type AwsEvent, awsEvent } from '../aws-event.ts';
import type { Alarm, AlarmState } from './alarm.ts';
import type { MetricQuery } from './metric-query.ts';

export interface Suppression {
  readonly by: 'WaitPeriod' | 'ExtensionPeriod' | 'Alarm';
}

/** A window in which an alarm is muted; both ends in milliseconds of cloud time. */
export interface MuteWindow {
  readonly ruleName: string;
  readonly startMs: number;
  readonly endMs: number;
}

export interface Transition {
  readonly alarm: Alarm;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly suppression?: Suppression | undefined;
  readonly mute?: MuteWindow | undefined;
}

/** ISO time as CloudWatch writes it inside alarm events. */
export const alarmTime = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');

/** The event of one transition. */
export function alarmEvent({ alarm, from, to, suppression, mute }: Transition): AwsEvent {
  const about = { source: 'aws.cloudwatch', type: 'CloudWatch Alarm State Change', resource: alarm.arn };
  return awsEvent(to.at, about, {
    alarmName: alarm.name,
    configuration: configuration(alarm),
    previousState: state(from),
    state: {
      ...state(to),
      ...(suppression && {
        actionsSuppressedBy: suppression.by,
        actionsSuppressedReason: `Actions suppressed by ${suppression.by}`,
      }),
    },
    ...(mute && {
      muteDetail: {
        mutedByArn: alarm.arn.replace(/:alarm:.*$/, `:alarm-mute-rule:${mute.ruleName}`),
        muteWindowStart: alarmTime(mute.startMs),
        muteWindowEnd: alarmTime(mute.endMs),
      },
    }),
  });
}

function state({ value, reason, reasonData, at }: AlarmState): Record<string, unknown> {
  return { value, reason, ...(reasonData !== undefined && { reasonData }), timestamp: alarmTime(at) };
}

function configuration(alarm: Alarm): Record<string, unknown> {
  const description = alarm.description === undefined ? {} : { description: alarm.description };
  if (alarm.kind === 'metric') return { ...description, metrics: alarm.queries.map(metric) };
  const { suppressor } = alarm;
  return {
    ...description,
    alarmRule: alarm.ruleText,
    ...(suppressor && {
      actionsSuppressor: suppressor.alarm,
      actionsSuppressorWaitPeriod: suppressor.waitSeconds,
      actionsSuppressorExtensionPeriod: suppressor.extensionSeconds,
    }),
  };
}

function metric(query: MetricQuery): Record<string, unknown> {
  const base = { id: query.id, ...(query.label !== undefined && { label: query.label }), returnData: query.returnData };
  if (query.kind === 'expression') return { ...base, expression: query.expression };
  const { namespace, name, dimensions } = query.metric;
  return {
    ...base,
    metricStat: { metric: { dimensions, name, namespace }, period: query.periodMs / 1000, stat: query.stat },
  };
}
