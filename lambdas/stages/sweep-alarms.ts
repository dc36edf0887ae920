/**
 * The alarms' part of the sweep: a red alarm without a heal gets an execution, as its event would have started it. The
 * core chooses the alarms; this file reads the facts.
 */
import { alarmNamed } from '../../core/catalog/catalog.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { ServiceRecord } from '../../core/incident/service-record.ts';
import type { AlarmSnapshot } from '../../core/world/alarm.ts';
import { redAlarmStart } from '../../core/sweep/events.ts';
import { isOverdue, takeUp } from '../../core/sweep/red-alarm.ts';
import type { Found, Sweeping } from './sweeping.ts';
import { readStance } from './stance.ts';

interface Watched {
  readonly service: ServiceEntry;
  readonly record: ServiceRecord;
  /** The service's red alarms. */
  readonly red: readonly AlarmSnapshot[];
}

/** Starts an execution for each red alarm without a heal. */
export async function sweepAlarms(world: Sweeping, { service, record, red }: Watched): Promise<readonly Found[]> {
  if (record.openIncidentId !== undefined) return [];
  const overdue = red.filter((one) => isOverdue(one, service.periodSeconds, world.clock.now()));
  const found: Found[] = [];
  for (const snapshot of overdue) found.push(...(await sweepAlarm(world, { service, record, snapshot })));
  return found;
}

async function sweepAlarm(
  world: Sweeping,
  { service, record, snapshot }: Omit<Watched, 'red'> & { readonly snapshot: AlarmSnapshot },
): Promise<readonly Found[]> {
  const { ledger, metrics, executions, catalog } = world;
  const seen = await ledger.seen(`alarm#${snapshot.name}`);
  const now = world.clock.now();
  const decision = takeUp({
    snapshot,
    failureType: alarmNamed(catalog, snapshot.name)?.failureType ?? '',
    periodSeconds: service.periodSeconds,
    record,
    seen,
    incident: seen?.incidentId === undefined ? undefined : await ledger.load(seen.incidentId),
    mode: (await readStance(world, service)).stance.mode,
    now,
  });
  if (decision.kind === 'leave') return [];
  // A mute rule is intended, not a lost event.
  if (snapshot.suppressed === true || (await metrics.muted(snapshot.name))) return [];
  const { name, event } = redAlarmStart(snapshot, { ...decision, now });
  const started = await executions.start(name, event);
  return started === 'started' ? [{ kind: 'red-alarm', text: `${snapshot.name} taken up` }] : [];
}
