/** Seeded chance: the same seed gives the same pairs, so that a difference found once can be looked at again. */

export interface Chance {
  /** Integer from 0 up to, but without, `below`. */
  below(below: number): number;
  /** True in that share of the calls. */
  happens(share: number): boolean;
  /** One of them. @throws RangeError when there is none. */
  pick<T>(from: readonly T[]): T;
}

/** The generator "mulberry32": 32 bits of state, good enough to choose among a handful of things. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    below,
    happens: (share) => next() < share,
    pick(from) {
      if (from.length === 0) throw new RangeError('there is nothing to pick from');
      return from[below(from.length)] as (typeof from)[number];
    },
  };
}
