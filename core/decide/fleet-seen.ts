/** What was read of the limits and of the service, put together as a decision wants to see it. */
import { serviceNamed, type Catalog } from '../catalog/catalog.ts';
import { failuresBegun, type ServiceRecord } from '../incident/service-record.ts';
import type { Bounds, FleetReading } from '../limits/requests.ts';
import type { Fleet } from '../facts/fleet.ts';

/** @param bounds by which the reading was asked for @param record of the service that is decided about */
export function fleetSeen(
  reading: FleetReading,
  bounds: Bounds,
  record: Pick<ServiceRecord, 'history'>,
  catalog: Catalog,
): Fleet {
  const tiers = reading.sick.flatMap(({ service }) => {
    const tier = serviceNamed(catalog, service)?.tier;
    return tier === undefined ? [] : [[service, tier] as const];
  });
  return { ...reading, bounds, tiers: Object.fromEntries(tiers), begun: failuresBegun(record) };
}
