/**
 * One seed's world: its chance, its fleet and everything that will break. Building it twice gives the same world, bit for
 * bit; no policy can change it.
 */
import { faultsOf, type Fault } from './faults.ts';
import { HORIZON_MINUTES, fleetOf, type Fleet } from './fleet.ts';
import { chanceOf, type Chance } from './random.ts';
import type { Remedy } from './remedies.ts';

export interface World {
  readonly seed: number;
  readonly chance: Chance;
  readonly fleet: Fleet;
  readonly faults: readonly Fault[];
  /** A remedy that cures nothing before this minute, and works from then on. */
  readonly mended?: { readonly remedy: Remedy; readonly at: number };
}

/** @param mended a remedy that begins to work at half time only */
export function worldOf(seed: number, incidents: number, mended?: Remedy): World {
  const chance = chanceOf(seed);
  const fleet = fleetOf(chance);
  const faults = faultsOf(fleet, chance, incidents);
  return { seed, chance, fleet, faults, ...(mended && { mended: { remedy: mended, at: HORIZON_MINUTES / 2 } }) };
}
