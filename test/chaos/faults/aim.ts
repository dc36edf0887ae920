/**
 * Worlds that are aimed: played as another one is, but for one pair of point and fault that is attacked where it first
 * comes up. Which pair that is lies in the seed, so that an aimed world is played again by its seed like any other; that
 * the call comes up in it is known of the world it is played as.
 */
import { hashOf } from '../../../sim/world/hash.ts';

/** Seeds below this are worlds of their own; what is above says at what one of them is aimed. */
export const BASES = 1_000_000;
/**
 * Aims there are: hundreds for each pair. Pairs that share one are both attacked, and where one of them ends what the other
 * needs, that other would never come up.
 */
const AIMS = 1_000_000;
/** The highest seed there is. */
export const SEED_MAX = (AIMS + 1) * BASES - 1;
/** So many calls of one pair are attacked: more would keep some executions from ever coming to an end. */
export const AIMED_CALLS = 2;

/** A pair of point and fault: `Verify metrics.series hung`. */
export type Pair = string;

/** @param point with its state: `Verify metrics.series` */
export function pairOf(point: string, fault: string): Pair {
  return `${point} ${fault}`;
}

export interface Aimed {
  /** The world it is played as. */
  readonly base: number;
  /** 0 where it is aimed at nothing. */
  readonly aim: number;
}

export function aimedWorld(seed: number): Aimed {
  return { base: seed % BASES, aim: Math.floor(seed / BASES) };
}

/** The seed of the world `base` aimed at a pair. @param base below `BASES` */
export function seedAimedAt(base: number, pair: Pair): number {
  return aimOf(pair) * BASES + base;
}

export function aimOf(pair: Pair): number {
  return 1 + (hashOf(pair) % AIMS);
}
