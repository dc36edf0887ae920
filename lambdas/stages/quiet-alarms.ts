/** Reads what shows that an alarm is only silent, for a decision; where nothing may be, or it cannot be read, alarms are as they are. */
import { known } from '../../core/decide/facts.ts';
import type { Facts } from '../../core/decide/facts.ts';
import type { Ports } from '../../core/ports.ts';
import { mayBeQuiet, quietSince, withQuiet } from '../../core/verify/quiet-alarms.ts';
import { readSeries } from './gather.ts';
import type { Loaded, StageWorld } from './stage.ts';

/** The alarms of the incident, those that are only silent taken for OK. Costs a read only where one may be. */
export async function readQuiet(
  { metrics, clock }: Pick<StageWorld, 'clock'> & Pick<Ports, 'metrics'>,
  loaded: Loaded,
  alarms: Facts['alarms'],
): Promise<Facts['alarms']> {
  if (alarms.kind === 'unknown' || loaded.incident.trigger.kind !== 'alarm') return alarms;
  const named = new Map(alarms.value.map((one) => [one.name, one]));
  if (!loaded.incident.alarms.some((one) => mayBeQuiet(one, named.get(one.alarmName)))) return alarms;
  const now = clock.now();
  const series = await readSeries(metrics, loaded, quietSince(loaded, now), now);
  return series.kind === 'unknown' ? alarms : known(withQuiet(loaded, alarms.value, series.value, now));
}
