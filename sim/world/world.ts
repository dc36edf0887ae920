/**
 * One seed's world: its chance, its fleet and everything that will break. Building it twice gives the same world, bit for
 * bit; no policy can change it.
 */
import { faultsOf } from './faults.ts';
import type { Fault } from './faults.ts';
import { fleetOf } from './fleet.ts';
import type { Fleet } from './fleet.ts';
import { chanceOf } from './random.ts';
import type { Chance } from './random.ts';

export interface World {
  readonly seed: number;
  readonly chance: Chance;
  readonly fleet: Fleet;
  readonly faults: readonly Fault[];
}

export function worldOf(seed: number, incidents: number): World {
  const chance = chanceOf(seed);
  const fleet = fleetOf(chance);
  return { seed, chance, fleet, faults: faultsOf(fleet, chance, incidents) };
}
