/**
 * Chance by identity: a number is a hash of the seed, of what it is for and of which one it is. Nothing is drawn from a
 * sequence, so taking one fault away leaves everything else as it was, and a world can be played again bit for bit.
 */

import { finished, hashOf, mixed } from '../../../sim/world/hash.ts';

/** What chance is asked for. One stream each, so that adding a question changes no other answer. */
export type Stream =
  | 'world'
  | 'service'
  | 'ailment'
  | 'people'
  | 'past'
  | 'event'
  | 'outage'
  | 'fault'
  | 'kind'
  | 'extent'
  | 'latency'
  | 'skew'
  | 'retry'
  | 'reaper'
  | 'tie';

/** A number in [0, 1), the same for the same arguments. */
export type Chance = (stream: Stream, a?: number, b?: number, c?: number) => number;

/** All chance of one seed. @param seed a whole number */
export function chanceOf(seed: number): Chance {
  const beginnings = new Map<Stream, number>();
  return (stream, a = 0, b = 0, c = 0) => {
    let start = beginnings.get(stream);
    if (start === undefined) {
      start = mixed(hashOf(stream), seed);
      beginnings.set(stream, start);
    }
    return finished(mixed(mixed(mixed(start, a), b), c)) / 2 ** 32;
  };
}

/** One of them. @throws when there is none */
export function oneOf<Value>(values: readonly Value[], share: number): Value {
  const value = values[Math.floor(share * values.length)];
  if (value === undefined) throw new Error('there is nothing to choose from');
  return value;
}

/** A number from `least` up to, not including, `most`. */
export function between(least: number, most: number, share: number): number {
  return least + share * (most - least);
}
