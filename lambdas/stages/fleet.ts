/**
 * Reads what a choice depends on beyond its service: other failing services, what is left of the limits, and how often
 * this service failed lately.
 */
import type { Catalog } from '../../core/catalog/catalog.ts';
import { serviceNamed } from '../../core/catalog/catalog.ts';
import { unknown } from '../../core/world/known.ts';
import type { Facts } from '../../core/facts/facts.ts';
import type { Known } from '../../core/world/known.ts';
import type { Fleet } from '../../core/facts/fleet.ts';
import type { ServiceRecord } from '../../core/incident/service-record.ts';
import { boundsOf } from '../../core/catalog/bounds.ts';
import { stormNotice } from '../../core/notify/storm-message.ts';
import type { Limits } from '../../core/ports/limits.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import type { StepInput } from '../../core/transitions/inputs.ts';
import { asKnown } from './read-facts.ts';
import type { Loaded } from './stage.ts';

export interface FleetSources {
  readonly limits: Limits;
  readonly ledger: Ledger;
  readonly catalog: Catalog;
}

export async function readFleet(
  { limits, ledger, catalog }: FleetSources,
  { incident, service }: Loaded,
  now: number,
): Promise<Known<Fleet>> {
  const bounds = boundsOf(catalog, service);
  return await asKnown(
    (async () => {
      const request = { incidentId: incident.id, service: service.name, bounds, now };
      const [reading, record] = await Promise.all([limits.fleet(request), ledger.service(service.name)]);
      const tiers = reading.sick.flatMap(({ service: name }) => {
        const tier = serviceNamed(catalog, name)?.tier;
        return tier === undefined ? [] : [[name, tier] as const];
      });
      return { ...reading, bounds, tiers: Object.fromEntries(tiers), begun: begun(record) };
    })(),
  );
}

/** The start times of the incidents in the service's history. */
function begun({ history }: ServiceRecord): readonly number[] {
  const first = new Map<string, number>();
  for (const { at, to, incidentId } of history) {
    const failing = to === 'Failing' || to === 'Degraded';
    if (failing && incidentId !== undefined && !first.has(incidentId)) first.set(incidentId, at);
  }
  return [...first.values()];
}

/** The storm on record, with its message if this incident saw it first. */
export function stormOf(
  fleet: Known<Fleet>,
  { incident }: Loaded,
  catalog: Catalog,
): Pick<Extract<StepInput, { kind: 'decided' }>, 'storm'> {
  // After a failed read the storm stays as it was: otherwise people would be told again.
  if (fleet.kind === 'unknown') return incident.storm === undefined ? {} : { storm: { since: incident.storm } };
  if (fleet.value.account.storm === undefined) return {};
  const { since, declaredBy } = fleet.value.account.storm;
  const first = declaredBy === incident.id && incident.storm !== since;
  return { storm: { since, ...(first && { notice: stormNotice(fleet.value, catalog) }) } };
}

const IN_STORM = unknown<never>('not read in a storm');
/** Placeholders for facts that a waiting service does not need. */
export const NOT_READ: Omit<
  Facts,
  | 'now'
  | 'incident'
  | 'service'
  | 'runbook'
  | 'stance'
  | 'approval'
  | 'alarms'
  | 'fleet'
  | 'clearedByApplication'
  | 'toggles'
> = {
  values: IN_STORM,
  load: IN_STORM,
  served: IN_STORM,
  calendars: IN_STORM,
  desiredCounts: IN_STORM,
  running: IN_STORM,
  releases: IN_STORM,
  dependencies: [],
  experience: IN_STORM,
  organic: IN_STORM,
};
