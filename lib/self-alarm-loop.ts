/**
 * Refuses a healer that answers an alarm on itself: it would act as long as it fails. Checked after those alarms exist,
 * so that their names have one source.
 */
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Catalog } from '../core/catalog/catalog.ts';
import type { Problem } from '../core/runbook/problem.ts';
import { physicalName } from './physical-name.ts';

/** A problem in `file` for each alarm on the healer that is registered as a failure of a service. */
export function selfAlarmLoops(selfAlarms: readonly Alarm[], catalog: Catalog, file: string): readonly Problem[] {
  return selfAlarms
    .map((alarm) => physicalName(alarm, alarm.alarmName, 'alarmName'))
    .filter((name) => Object.hasOwn(catalog.alarms, name))
    .map((name) => ({
      file,
      path: [],
      value: name,
      problem: `alarm "${name}" is one of the healer's own`,
      fix: 'leave it out: the healer would answer to itself',
    }));
}
