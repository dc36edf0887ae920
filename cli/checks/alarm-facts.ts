/** Reads the alarms that the healer answers as CloudWatch has them now, for several checks. */
import {
  DescribeAlarmsCommand,
  type CloudWatchClient,
  type CompositeAlarm,
  type LogAlarm,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmSnapshot } from '../../core/world/alarm.ts';
import { inChunks } from '../../lambdas/adapters/aws-call.ts';
import { alarmSnapshot } from '../../lambdas/adapters/cloudwatch-alarms.ts';
import type { Series } from '../../core/signal/series.ts';
import { seriesIn } from '../../lambdas/adapters/cloudwatch-contributors.ts';
import { idsOfType, type DeployedStack } from '../deployed-stack.ts';

export interface AlarmFacts extends AlarmSnapshot {
  readonly kind: 'metric' | 'composite' | 'log';
  readonly actionsEnabled: boolean;
  /** The actions of any state change. */
  readonly actions: readonly string[];
  /** Present for an alarm over several series: its grouping fields, or `unread`. */
  readonly series?: Series | 'unread';
}

/** The limit of DescribeAlarms. */
const NAMES_MAX = 100;

/** The alarms that should exist: those of the catalog, users' alarms included, and those of the stack. */
export function expectedAlarms(stack: DeployedStack): readonly string[] {
  const own = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) => idsOfType(stack, type));
  return [...new Set([...Object.keys(stack.catalog.alarms), ...own])];
}

/** The alarms of `names` that exist. */
export async function readAlarms(client: CloudWatchClient, names: readonly string[]): Promise<readonly AlarmFacts[]> {
  const answers = [];
  for (const chunk of inChunks(names, NAMES_MAX)) {
    answers.push(
      await client.send(
        new DescribeAlarmsCommand({
          AlarmNames: [...chunk],
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'],
          MaxRecords: NAMES_MAX,
        }),
      ),
    );
  }
  return answers.flatMap(({ MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] }) => [
    ...MetricAlarms.flatMap((alarm) => factsOf(alarm, 'metric')),
    ...CompositeAlarms.flatMap((alarm) => factsOf(alarm, 'composite')),
    ...LogAlarms.flatMap((alarm) => factsOf(alarm, 'log')),
  ]);
}

function factsOf(alarm: MetricAlarm | CompositeAlarm | LogAlarm, kind: AlarmFacts['kind']): readonly AlarmFacts[] {
  const snapshot = alarmSnapshot(alarm);
  if (snapshot === undefined) return [];
  const actions = [alarm.AlarmActions, alarm.OKActions, alarm.InsufficientDataActions].flatMap((some) => some ?? []);
  const series = 'AlarmRule' in alarm ? undefined : seriesIn(alarm);
  const facts = { ...snapshot, kind, actionsEnabled: alarm.ActionsEnabled ?? true, actions };
  return [{ ...facts, ...(series !== undefined && { series }) }];
}
