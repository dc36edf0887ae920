/**
 * Reads what shows that an alarm is red, or OK, only because its metric is silent. Where none may be, alarms are as they are.
 * Every look that may end an incident, or begin a heal, asks here.
 */
import { known, unread } from '../../core/world/known.ts';
import type { Facts } from '../../core/facts/facts.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { mayBeLate, withLate } from '../../core/verify/late-alarms.ts';
import { mayBeQuiet, quietSince, withQuiet } from '../../core/verify/quiet-alarms.ts';
import { readSeries } from './read-facts.ts';
import type { Loaded, StageWorld } from './stage.ts';

/**
 * The alarms of the incident: those that are only silent taken for OK, those whose readings are only late for neither. Costs a
 * read only where one may be.
 */
export async function understoodAlarms(
  { metrics, clock }: Pick<StageWorld, 'clock'> & Pick<Ports, 'metrics'>,
  loaded: Loaded,
  alarms: Facts['alarms'],
): Promise<Facts['alarms']> {
  const { incident } = loaded;
  if (alarms.kind === 'unknown' || incident.trigger.kind !== 'alarm') return alarms;
  const named = new Map(alarms.value.map((one) => [one.name, one]));
  // One that is red shows that it fails, whatever the others say.
  const red = incident.alarms.some(({ alarmName }) => named.get(alarmName)?.state === 'ALARM');
  const late = !red && incident.alarms.some((one) => mayBeLate(one, named.get(one.alarmName)));
  const quiet = incident.alarms.some((one) => mayBeQuiet(one, named.get(one.alarmName)));
  if (!late && !quiet) return alarms;
  const now = clock.now();
  const series = await readSeries(metrics, loaded, quietSince(loaded, now), now);
  // The healer does not believe an OK that it cannot check; an alarm that stays red it believes.
  if (series.kind === 'unknown') return late ? unread(series.why) : alarms;
  return known(withLate(incident, withQuiet(loaded, alarms.value, series.value, now), series.value, now));
}
