/**
 * Reads what a choice depends on beyond its service: other failing services, what is left of the limits, and how often
 * this service failed lately.
 */
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { Known } from '../../core/world/known.ts';
import type { Fleet } from '../../core/facts/fleet.ts';
import { boundsOf } from '../../core/catalog/bounds.ts';
import type { Limits } from '../../core/ports/limits.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import { asKnown } from './read-facts.ts';
import { fleetSeen } from '../../core/decide/fleet-seen.ts';
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
      return fleetSeen(reading, bounds, record, catalog);
    })(),
  );
}
