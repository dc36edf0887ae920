/**
 * Reads the alarms of an incident: state and subject. Only CloudWatch describes a user's own alarm, so this is the first
 * read of its measure and meaning.
 */
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { known, type Known } from '../../core/world/known.ts';
import type { WatchedAlarm } from '../../core/signal/watched-alarm.ts';
import type { JoinedSignal } from '../../core/incident/admission.ts';
import type { AlarmSnapshot } from '../../core/world/alarm.ts';
import type { Metrics } from '../../core/ports/metrics.ts';
import { described } from '../../core/signal/about.ts';
import { alarmsOfSignal } from '../../core/intake/admit.ts';
import { asKnown } from './read-facts.ts';
import type { Loaded } from './stage.ts';

/** Alarms of one incident: its own, a composite's children, and those that joined. */
const ALARMS_MAX = 50;
const ALARMS_PER_CALL = 100;

/** The alarms of the incident and of everything that joined it, with the measures that can be read. */
export function alarmsOf(
  { incident, service }: Loaded,
  signals: readonly JoinedSignal[],
  catalog: Catalog,
): readonly WatchedAlarm[] {
  const joined = signals.flatMap(({ signal }) =>
    signal.kind === 'alarm' && signal.state === 'ALARM' ? alarmsOfSignal(signal, catalog, service) : [],
  );
  const all = new Map<string, WatchedAlarm>();
  // The first of a name wins: the incident has what was read of it.
  for (const alarm of [...incident.alarms, ...joined]) if (!all.has(alarm.alarmName)) all.set(alarm.alarmName, alarm);
  return [...all.values()].slice(0, ALARMS_MAX);
}

export async function readSnapshots(
  metrics: Metrics,
  alarms: readonly WatchedAlarm[],
): Promise<Known<readonly AlarmSnapshot[]>> {
  if (alarms.length === 0) return known([]);
  return await asKnown(metrics.alarms(alarms.map(({ alarmName }) => alarmName)));
}

/** As `readSnapshots`, with the alarms completed by CloudWatch's description: measure and subject. */
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

/** The children of composite alarms that were not read before: they say what a composite is about. */
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
