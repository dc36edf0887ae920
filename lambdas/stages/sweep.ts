/**
 * The sweep looks on a schedule for lost events and for executions that died unnoticed, and repairs both through
 * executions and the reaper. Two concurrent sweeps do everything once. It rests while all is calm, and continues next
 * time where its time ran out.
 */
import { unreadable, type SweepWorld, type Found, type Sweeping } from './sweeping.ts';
import { serviceNamed } from '../../core/catalog/catalog.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { AlarmSnapshot } from '../../core/world/alarm.ts';
import { serviceOfAlarm } from '../../core/sweep/alarm-service.ts';
import { fromNext, mayRest } from '../../core/sweep/tempo.ts';
import type { Measurement } from '../../core/telemetry/metrics.ts';
import { reap } from './reap.ts';
import { sweepAlarms } from './sweep-alarms.ts';
import { sweepClosed, sweepOpen, sweepLeftovers } from './sweep-incidents.ts';
import { sweepStorm } from './sweep-storm.ts';

export interface SweepOutput {
  readonly kind: 'rested' | 'busy' | 'swept';
  /** Ids, names from the catalog, kinds, and where an item is damaged: no value, because it goes into the log. */
  readonly found: readonly string[];
  readonly measurements: readonly Measurement[];
  /** The service that the next sweep begins with, if time ran out. */
  readonly next?: string;
}

/** Services read together: their alarms fit into two calls. */
const BATCH = 20;
const ALARMS_PER_CALL = 100;
/** No batch begins later than this: one takes two seconds, and the Lambda has thirty. */
const BUDGET_MS = 18_000;
/** The turn of a sweep: longer than its Lambda may run. */
const TURN_MS = 45_000;

export function sweep(world: SweepWorld) {
  const reaper = reap(world);
  return async (): Promise<SweepOutput> => {
    const begun = world.clock.now();
    const last = await world.sweeps.last();
    if (mayRest(last, begun)) return outputOf('rested', []);
    if (!(await world.sweeps.begin(begun, begun + TURN_MS))) return outputOf('busy', []);
    const names = fromNext(Object.keys(world.catalog.services), last?.next);
    const swept = await sweepAll({ ...world, reaper }, names, begun + BUDGET_MS);
    const storm = await saidWhere('limits', async () => ({ found: [], calm: await sweepStorm(world) }));
    const { next } = swept;
    const { calm, found } = together([storm, swept]);
    await world.sweeps.end({ at: world.clock.now(), calm, ...(next !== undefined && { next }) });
    return { ...outputOf('swept', found), ...(next !== undefined && { next }) };
  };
}

interface Swept {
  readonly found: readonly Found[];
  readonly calm: boolean;
  readonly next?: string | undefined;
}

async function sweepAll(world: Sweeping, names: readonly string[], deadline: number): Promise<Swept> {
  const all: Swept[] = [];
  for (let first = 0; first < names.length; first += BATCH) {
    if (world.clock.now() >= deadline) return { ...together(all), next: names[first] };
    all.push(await sweepBatch(world, names.slice(first, first + BATCH)));
  }
  return together(all);
}

function together(all: readonly Swept[]): Swept {
  return { found: all.flatMap(({ found }) => found), calm: all.every(({ calm }) => calm) };
}

async function sweepBatch(world: Sweeping, names: readonly string[]): Promise<Swept> {
  const services = names.flatMap((name) => serviceNamed(world.catalog, name) ?? []);
  let red: readonly AlarmSnapshot[] = [];
  const readAlarms = async (): Promise<Swept> => {
    red = await redAlarmsOf(world, names);
    return together([]);
  };
  // Without alarms the sweep still handles incidents, toggles and leases.
  const swept = [await saidWhere('alarms', readAlarms)];
  // One after the other, so that the sweep does not take AWS's rate limits from heals.
  for (const service of services) swept.push(await saidWhere(service.name, () => sweepService(world, service, red)));
  swept.push(...(await sweepContributors(world, names, red)));
  return together(swept);
}

/** The red alarms of these services, by name. */
async function redAlarmsOf(
  { metrics, catalog }: Sweeping,
  names: readonly string[],
): Promise<readonly AlarmSnapshot[]> {
  const wanted = new Set(names);
  const alarms = Object.entries(catalog.alarms).flatMap(([name, { service }]) => (wanted.has(service) ? [name] : []));
  const red: AlarmSnapshot[] = [];
  for (let first = 0; first < alarms.length; first += ALARMS_PER_CALL) {
    const snapshots = await metrics.alarms(alarms.slice(first, first + ALARMS_PER_CALL));
    const each = snapshots.flatMap((snapshot) => snapshot.contributors ?? [snapshot]);
    red.push(...each.filter(({ state }) => state === 'ALARM'));
  }
  return red;
}

/** Reports a failed look, and goes on with the rest. */
async function saidWhere(name: string, look: () => Promise<Swept>): Promise<Swept> {
  try {
    return await look();
  } catch (error) {
    return { found: [unreadable(name, error)], calm: false };
  }
}

/** A series of an alarm may belong to a service that the alarm is not registered for and that another batch reads. */
async function sweepContributors(
  world: Sweeping,
  names: readonly string[],
  allRed: readonly AlarmSnapshot[],
): Promise<readonly Swept[]> {
  const others = new Map(
    allRed.flatMap((one) => {
      const service = serviceOfAlarm(one, world.catalog);
      return service === undefined || names.includes(service.name) ? [] : [[service.name, service] as const];
    }),
  );
  const swept: Swept[] = [];
  for (const service of others.values())
    swept.push(await saidWhere(service.name, () => sweepRed(world, service, allRed)));
  return swept;
}

async function sweepRed(world: Sweeping, service: ServiceEntry, allRed: readonly AlarmSnapshot[]): Promise<Swept> {
  const record = await world.ledger.service(service.name);
  const red = redOf(service, allRed, world);
  return { found: await sweepAlarms(world, { service, record, red }), calm: false };
}

function redOf(
  service: ServiceEntry,
  allRed: readonly AlarmSnapshot[],
  { catalog }: Sweeping,
): readonly AlarmSnapshot[] {
  return allRed.filter((one) => serviceOfAlarm(one, catalog)?.name === service.name);
}

async function sweepService(world: Sweeping, service: ServiceEntry, allRed: readonly AlarmSnapshot[]): Promise<Swept> {
  const record = await world.ledger.service(service.name);
  const red = redOf(service, allRed, world);
  const { openIncidentId, claim } = record;
  const found = [
    ...(await sweepOpen(world, [openIncidentId, claim?.endedAt === undefined ? claim?.incidentId : undefined])),
    ...(await sweepClosed(world, service, record)),
    ...(await sweepLeftovers(world, record)),
    ...(await sweepAlarms(world, { service, record, red })),
  ];
  return { found, calm: found.length === 0 && openIncidentId === undefined && red.length === 0 };
}

function outputOf(kind: SweepOutput['kind'], found: readonly Found[]): SweepOutput {
  const counts = Map.groupBy(found, (one) => one.kind);
  const measurements = [...counts].map(([one, all]): Measurement => {
    return { name: 'SweepFound', value: all.length, dimensions: { Found: one } };
  });
  return { kind, found: found.map(({ kind: one, text }) => `${one}: ${text}`), measurements };
}
