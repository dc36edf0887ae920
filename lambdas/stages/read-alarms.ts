/**
 * Reads the alarms of an incident: their state, and what each is about. One that was brought is described by CloudWatch
 * alone, so that its measure and its meaning are read here for the first time.
 */
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { known } from '../../core/world/known.ts';
import type { Known } from '../../core/world/known.ts';
import type { WatchedAlarm } from '../../core/signal/watched-alarm.ts';
import type { JoinedSignal } from '../../core/incident/admission.ts';
import type { AlarmSnapshot } from '../../core/world/alarm.ts';
import type { Metrics } from '../../core/ports/metrics.ts';
import { described } from '../../core/signal/about.ts';
import { alarmsOfSignal } from '../../core/intake/admit.ts';
import { asKnown } from './read-facts.ts';
import type { Loaded } from './stage.ts';

/** Alarms looked at for one incident: its own, a composite's children, and what joined. */
const ALARMS_MAX = 50;
/** Alarms one call of the port may name. */
const ALARMS_PER_CALL = 100;

/** The alarms of the incident and of everything that joined it, with measures where they can be read. */
export function alarmsOf(
  { incident, service }: Loaded,
  signals: readonly JoinedSignal[],
  catalog: Catalog,
): readonly WatchedAlarm[] {
  const joined = signals.flatMap(({ signal }) =>
    signal.kind === 'alarm' && signal.state === 'ALARM' ? alarmsOfSignal(signal, catalog, service) : [],
  );
  const all = new Map<string, WatchedAlarm>();
  // The first of a name is kept: what was read of it is on the incident.
  for (const alarm of [...incident.alarms, ...joined]) if (!all.has(alarm.alarmName)) all.set(alarm.alarmName, alarm);
  return [...all.values()].slice(0, ALARMS_MAX);
}

/** Alarms as they are. */
export async function readSnapshots(
  metrics: Metrics,
  alarms: readonly WatchedAlarm[],
): Promise<Known<readonly AlarmSnapshot[]>> {
  if (alarms.length === 0) return known([]);
  return await asKnown(metrics.alarms(alarms.map(({ alarmName }) => alarmName)));
}

/** The same, and the list with what CloudWatch says of each: its measure, and what it is about. */
export async function readAlarms(
  metrics: Metrics,
  alarms: readonly WatchedAlarm[],
  service: ServiceEntry,
): Promise<{ readonly snapshots: Known<readonly AlarmSnapshot[]>; readonly alarms: readonly WatchedAlarm[] }> {
  const snapshots = await readSnapshots(metrics, alarms);
  if (snapshots.kind === 'unknown') return { snapshots, alarms };
  const children = await readChildren(metrics, alarms, snapshots.value);
  if (children.kind === 'unknown') return { snapshots: children, alarms };
  const named = new Map(snapshots.value.map((one) => [one.name, one]));
  const all = [...snapshots.value, ...children.value];
  return { snapshots, alarms: alarms.map((alarm) => described(alarm, named.get(alarm.alarmName), service, all)) };
}

/** What composite alarms are made of, where that was not read before: a composite is about what its children are. */
async function readChildren(
  metrics: Metrics,
  alarms: readonly WatchedAlarm[],
  snapshots: readonly AlarmSnapshot[],
): Promise<Known<readonly AlarmSnapshot[]>> {
  const done = new Set(alarms.flatMap(({ alarmName, about }) => (about?.by === 'children' ? [alarmName] : [])));
  const read = new Set(snapshots.map(({ name }) => name));
  const names = snapshots.flatMap(({ name, children = [] }) => (done.has(name) ? [] : children));
  const missing = [...new Set(names)].filter((name) => !read.has(name)).slice(0, ALARMS_PER_CALL);
  return missing.length === 0 ? known([]) : await asKnown(metrics.alarms(missing));
}
