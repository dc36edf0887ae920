/**
 * Explains at synth an alarm over several series (`GROUP BY`): it heals the service of each series, not the service that
 * it is registered for. That is valid, so it is information and no warning.
 */
import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { alarmLabel, groupedQuery } from './given-alarm.ts';
import type { RegisteredAlarm } from './registrations.ts';

/** Adds one sentence per such alarm, as far as synth knows its query. */
export function sayManySeries(healer: IConstruct, alarms: readonly RegisteredAlarm[]): void {
  for (const { alarm, props } of alarms) {
    const query = groupedQuery(alarm);
    if (query === undefined) continue;
    const by = query.groupBy.join(', ');
    const text = `${alarmLabel(alarm)}: is over several series by ${by}: it heals ${props.failureType} of the registered service of each, and of no other (docs/signals.md).`;
    Annotations.of(healer).addInfo(text);
  }
}
