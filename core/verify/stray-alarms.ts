/**
 * Alarms of the service that turned red during the incident and never joined it: their event was lost or late, or a
 * person muted them. Their cause is unknown, so the service is neither well nor the remedy a failure.
 */
import type { Incident } from '../incident/incident.ts';
import type { AlarmSnapshot } from '../world/alarm.ts';
import type { Check } from './check.ts';

/**
 * One check for each. An alarm that was red before the onset has an incident of its own; for a suppressed one, a person
 * wanted silence.
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
