/**
 * Reads what shows that an alarm is red, or OK, only because its metric is silent; where nothing may be, or it cannot be read,
 * alarms are as they are. Every look that may end an incident, or begin a heal, asks here.
 */
import { known } from '../../core/decide/facts.ts';
import type { Facts } from '../../core/decide/facts.ts';
import type { Ports } from '../../core/ports.ts';
import { mayBeLate, withLate } from '../../core/verify/late-alarms.ts';
import { mayBeQuiet, quietSince, withQuiet } from '../../core/verify/quiet-alarms.ts';
import { readSeries } from './gather.ts';
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
  const unclear = incident.alarms.some((one) => {
    const alarm = named.get(one.alarmName);
    return mayBeQuiet(one, alarm) || mayBeLate(one, alarm);
  });
  if (!unclear) return alarms;
  const now = clock.now();
  const series = await readSeries(metrics, loaded, quietSince(loaded, now), now);
  if (series.kind === 'unknown') return alarms;
  return known(withLate(incident, withQuiet(loaded, alarms.value, series.value, now), series.value, now));
}
