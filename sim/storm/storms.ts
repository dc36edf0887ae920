/**
 * The storms that are played: the dependency busier from one to the next, from harmless over metastable (it stays failing
 * when shaken too much) to hopeless (it stays failing by itself).
 */
import { POLICIES, type PolicyName } from '../policies/registry.ts';
import { worldOf } from '../world/world.ts';
import { PLAYERS, type Player } from './players.ts';
import { storm, type StormResult } from './storm.ts';

export interface StormRow extends StormResult {
  readonly player: string;
  /** Of the dependency in normal times, 0-1. */
  readonly utilisation: number;
}

/** Of the table. With one retry, 0.5 is where a failing dependency gets as much load as it can serve. */
export const UTILISATIONS = [0.4, 0.45, 0.48, 0.55] as const;
/** Of the plot. */
const SWEEP = Array.from({ length: 31 }, (_, index) => (30 + index) / 100);

/** The storms of the table, of the players whose policy is among `names`. */
export function stormsOf(names: readonly PolicyName[]): readonly StormRow[] {
  return rowsOf(
    PLAYERS.filter(({ policy }) => names.includes(policy)),
    UTILISATIONS,
  );
}

/** The storms of the plot: these players at every utilisation. */
export function sweepOf(policies: readonly PolicyName[], names: readonly string[]): readonly StormRow[] {
  return rowsOf(
    PLAYERS.filter(({ name, policy }) => names.includes(name) && policies.includes(policy)),
    SWEEP,
  );
}

function rowsOf(players: readonly Player[], utilisations: readonly number[]): readonly StormRow[] {
  return players.flatMap((player) => utilisations.map((utilisation) => rowOf(player, utilisation)));
}

/** Nothing is drawn by chance and no seed plays a part: two reports of one process have the same storms. */
const played = new Map<string, StormRow>();

function rowOf({ name, policy, brake, sheds }: Player, utilisation: number): StormRow {
  const key = `${name} at ${utilisation}`;
  const before = played.get(key);
  if (before !== undefined) return before;
  const result = storm(POLICIES[policy].make(worldOf(1, 1)), { utilisation, sheds, braked: brake });
  const row = { player: name, utilisation, ...result };
  played.set(key, row);
  return row;
}

/** Healing must never make a storm longer than doing nothing but page, nor heal two services of a group at once. */
export function stormViolationsOf(rows: readonly StormRow[]): readonly string[] {
  const ours = new Set(PLAYERS.flatMap(({ name, brake }) => (brake ? [name] : [])));
  return rows
    .filter(({ player }) => ours.has(player))
    .flatMap((row) => {
      const alone = rows.find(({ player, utilisation }) => player === 'none' && utilisation === row.utilisation);
      const where = `storm at ${row.utilisation}, ${row.player}`;
      return [
        ...(row.healsAtOnce > 1 ? [`${where}: ${row.healsAtOnce} heals at once`] : []),
        ...(alone !== undefined && row.failingServiceMinutes > alone.failingServiceMinutes
          ? [`${where}: ${row.failingServiceMinutes} failing minutes, ${alone.failingServiceMinutes} without healing`]
          : []),
      ];
    });
}
