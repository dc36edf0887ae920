/**
 * The services of one seed: how much they matter, how many tasks they run, which group shares a dependency, and what
 * tends to break them, before and after half time. Only the bounds may look at the last.
 */
import type { Tier } from '../../core/vocabulary.ts';
import { CAUSES } from './causes.ts';
import { gamma } from './distributions.ts';
import { FLEET_MIX, normalized, type Mix } from './mix.ts';
import { PARAMETERS } from './parameters.ts';
import type { Chance } from './random.ts';

export interface Service {
  readonly index: number;
  readonly name: string;
  readonly tier: Tier;
  readonly tasks: number;
  readonly group: number;
}

export interface Fleet {
  readonly services: readonly Service[];
  /** Causes of a service at a time (minutes since the start). Hidden from healers. */
  readonly mixAt: (service: Service, at: number) => Mix;
}

/** Services of the world report every minute. */
export const PERIOD_SECONDS = 60;

/** Minutes from the first to the last incident. */
export const HORIZON_MINUTES = PARAMETERS.days.value * 24 * 60;

export function fleetOf(chance: Chance): Fleet {
  const groups = groupsOf(chance);
  const services = groups.map((group, index): Service => ({
    index,
    name: `service-${String(index + 1).padStart(2, '0')}`,
    tier: tierOf(chance('tier', index)),
    tasks: between(PARAMETERS.tasksMin.value, PARAMETERS.tasksMax.value, chance('tasks', index)),
    group,
  }));
  const before = services.map(({ index }) => drawnMix(chance, index, 0));
  const drifts = services.map(({ index }) => chance('drift', index) < PARAMETERS.driftShare.value);
  const after = services.map(({ index }) => (drifts[index] === true ? drawnMix(chance, index, 1) : before[index]));
  const mixAt = ({ index }: Service, at: number): Mix =>
    (at < HORIZON_MINUTES / 2 ? before[index] : after[index]) ?? FLEET_MIX;
  return { services, mixAt };
}

/** The group of each service: groups of random size, one after the other. */
function groupsOf(chance: Chance): readonly number[] {
  const groups: number[] = [];
  for (let group = 0; groups.length < PARAMETERS.services.value; group++) {
    const size = between(PARAMETERS.groupMin.value, PARAMETERS.groupMax.value, chance('group', group));
    for (let member = 0; member < size && groups.length < PARAMETERS.services.value; member++) groups.push(group);
  }
  return groups;
}

function tierOf(uniform: number): Tier {
  if (uniform < PARAMETERS.criticalShare.value) return 'critical';
  return uniform < PARAMETERS.criticalShare.value + PARAMETERS.batchShare.value ? 'batch' : 'standard';
}

/** A whole number from `least` to `most`, both included. */
function between(least: number, most: number, uniform: number): number {
  return least + Math.floor(uniform * (most - least + 1));
}

/** Dirichlet by normalized gammas. */
function drawnMix(chance: Chance, service: number, epoch: number): Mix {
  const weights = CAUSES.map((cause, position) => {
    let asked = 0;
    const next = () => chance('mix', service, epoch, position, asked++);
    return [cause, gamma(PARAMETERS.mixConcentration.value * FLEET_MIX[cause], next)] as const;
  });
  return normalized(Object.fromEntries(weights) as Mix);
}
