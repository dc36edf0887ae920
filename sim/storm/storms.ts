/**
 * The storms that are played: the dependency busier from one to the next, from harmless over metastable (it stays failing
 * when shaken too much) to hopeless (it stays failing by itself).
 */
import type { PolicyName } from '../policies/registry.ts';
import { POLICIES } from '../policies/registry.ts';
import { worldOf } from '../world/world.ts';
import { storm } from './storm.ts';
import type { StormResult } from './storm.ts';

export interface StormRow extends StormResult {
  readonly policy: PolicyName;
  /** Of the dependency in normal times, 0-1. */
  readonly utilisation: number;
}

/** With one retry, 0.5 is where a failing dependency gets as much load as it can serve. */
export const UTILISATIONS = [0.4, 0.45, 0.48, 0.55] as const;

/** Those that need not know a world to choose. */
const PLAYED: readonly PolicyName[] = [
  'none',
  'restart',
  'ladder',
  'runbookUnguarded',
  'runbook',
  'ours',
  'oursWithoutOverloadGuard',
];

export function stormsOf(names: readonly PolicyName[]): readonly StormRow[] {
  const world = worldOf(1, 1);
  return PLAYED.filter((name) => names.includes(name)).flatMap((policy) =>
    UTILISATIONS.map((utilisation) => ({ policy, utilisation, ...storm(POLICIES[policy].make(world), utilisation) })),
  );
}

/** Healing must never make a storm longer than doing nothing but page, nor heal two services of a group at once. */
export function stormViolationsOf(rows: readonly StormRow[]): readonly string[] {
  return rows
    .filter(({ policy }) => policy === 'ours' || policy === 'runbook')
    .flatMap((row) => {
      const alone = rows.find(({ policy, utilisation }) => policy === 'none' && utilisation === row.utilisation);
      const where = `storm at ${row.utilisation}, ${row.policy}`;
      return [
        ...(row.healsAtOnce > 1 ? [`${where}: ${row.healsAtOnce} heals at once`] : []),
        ...(alone !== undefined && row.failingServiceMinutes > alone.failingServiceMinutes
          ? [`${where}: ${row.failingServiceMinutes} failing minutes, ${alone.failingServiceMinutes} without healing`]
          : []),
      ];
    });
}
