/**
 * A healer that answers an alarm on itself would go on as long as it fails. Asked when those alarms exist, so that their
 * names stand in one place only.
 */
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Catalog } from '../core/catalog/catalog.ts';
import type { Problem } from '../core/runbook/problem.ts';
import { physicalName } from './physical-name.ts';

/** A problem for each alarm on the healer that stands for a failure of a service, said to be in `file`. */
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
