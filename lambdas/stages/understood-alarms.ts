/**
 * Corrects alarms that are red or OK only because their metric is silent. Every look that may end an incident or begin a
 * heal must use it.
 */
import { known, unread } from '../../core/world/known.ts';
import type { Facts } from '../../core/facts/facts.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { mayBeLate, withLate } from '../../core/verify/late-alarms.ts';
import { mayBeQuiet, quietSince, withQuiet } from '../../core/verify/quiet-alarms.ts';
import { readSeries } from './read-facts.ts';
import type { Loaded, StageWorld } from './stage.ts';

/**
 * The alarms of the incident: an alarm that is red only because of silence counts as OK, one whose readings are late
 * counts as neither. Reads series only when an alarm may be one of these.
 */
export async function understoodAlarms(
  { metrics, clock }: Pick<StageWorld, 'clock'> & Pick<Ports, 'metrics'>,
  loaded: Loaded,
  alarms: Facts['alarms'],
): Promise<Facts['alarms']> {
  const { incident } = loaded;
  if (alarms.kind === 'unknown' || incident.trigger.kind !== 'alarm') return alarms;
  const named = new Map(alarms.value.map((one) => [one.name, one]));
  // A red alarm shows the failure, whatever the others say.
  const red = incident.alarms.some(({ alarmName }) => named.get(alarmName)?.state === 'ALARM');
  const late = !red && incident.alarms.some((one) => mayBeLate(one, named.get(one.alarmName)));
  const quiet = incident.alarms.some((one) => mayBeQuiet(one, named.get(one.alarmName)));
  if (!late && !quiet) return alarms;
  const now = clock.now();
  const series = await readSeries(metrics, loaded, quietSince(loaded, now), now);
  // Without series the healer rejects an OK that it cannot check, and believes a red alarm.
  if (series.kind === 'unknown') return late ? unread(series.why) : alarms;
  return known(withLate(incident, withQuiet(loaded, alarms.value, series.value, now), series.value, now));
}
