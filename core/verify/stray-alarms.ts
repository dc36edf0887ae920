/**
 * Alarms of the service that turned red in the course of the incident and never joined it: their event was lost, was late,
 * or somebody muted them. Why is not known here, so nobody can say that the service is well, nor that the remedy failed.
 */
import type { Incident } from '../incident/incident.ts';
import type { AlarmSnapshot } from '../world/alarm.ts';
import type { Check } from './check.ts';

/**
 * One for each of them. One that was red before the onset is about another trouble, which had its own incident; one that is
 * suppressed is quiet because somebody wanted it so.
 */
export function strayAlarms(
  { alarms, onsetAt }: Pick<Incident, 'alarms' | 'onsetAt'>,
  snapshots: readonly AlarmSnapshot[],
): readonly Check[] {
  const own = new Set(alarms.map(({ alarmName }) => alarmName));
  return snapshots
    .filter(({ name, state, suppressed }) => state === 'ALARM' && suppressed !== true && !own.has(name))
    .filter(({ stateChangedAt }) => stateChangedAt >= onsetAt)
    .map(({ name }) => ({ state: 'unknown', line: `${name} is ALARM, and did not join the incident` }));
}
