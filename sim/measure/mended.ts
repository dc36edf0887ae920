/**
 * A remedy that does not work for half the time, and then does: its feature switch was wired up, the old images are kept
 * now. A policy that forgets nothing has given it up by then and never finds out. Asked apart from the other figures, because
 * in a world where remedies stay what they are forgetting cannot pay.
 */
import { REMEDIES_MENDED, PLAYED, type MendedSeed, type SeedReport, type Task } from './seed-report.ts';
import { played } from '../policies/registry.ts';
import type { Remedy } from '../world/remedies.ts';
import { worldOf } from '../world/world.ts';
import { excludesZero, intervalOf, type Interval } from './interval.ts';
import { measuresOf, type Measures } from './measures.ts';

const POLICY = 'ours';
const FORGETS_NOTHING = 'oursWithoutDecay';
export interface MendedRow {
  readonly remedy: Remedy;
  /** Cost of the healer in that world. */
  readonly cost: Interval;
  /** Cost of the one that forgets nothing above it, in percent, and incidents it pages for above it, in percent points. */
  readonly percent: Interval;
  readonly paged: Interval;
  readonly excludesZero: boolean;
}

/** Undefined when one of the two is not played. */
export function mendedSeed({ seed, incidents, policies }: Task): MendedSeed | undefined {
  if (!PLAYED.every((name) => policies.includes(name))) return undefined;
  const rows = REMEDIES_MENDED.map((remedy) => {
    const world = worldOf(seed, incidents, remedy);
    const measured = PLAYED.map((name) => [name, measuresOf(played(world, name))]);
    return [remedy, Object.fromEntries(measured)];
  });
  return Object.fromEntries(rows) as MendedSeed;
}

export function mendedRows(seeds: readonly SeedReport[]): readonly MendedRow[] {
  const all = seeds.flatMap(({ mended }) => (mended === undefined ? [] : [mended]));
  if (all.length === 0) return [];
  return REMEDIES_MENDED.map((remedy) => {
    const over = (value: (ours: Measures, other: Measures) => number): Interval =>
      intervalOf(all.map((seed) => value(seed[remedy][POLICY], seed[remedy][FORGETS_NOTHING])));
    const percent = over((ours, other) => (100 * (other.cost - ours.cost)) / ours.cost);
    return {
      remedy,
      cost: over(({ cost }) => cost),
      percent,
      paged: over((ours, other) => 100 * (other.escalationRate - ours.escalationRate)),
      excludesZero: excludesZero(percent),
    };
  });
}
