/**
 * Chance by identity: a number is a hash of the seed, of what it is for and of which one it is. Nothing is drawn from a
 * sequence, so taking one fault away leaves everything else as it was, and a world can be played again bit for bit.
 */

/** What chance is asked for. One stream each, so that adding a question changes no other answer. */
export type Stream =
  | 'world'
  | 'service'
  | 'ailment'
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

/** FNV-1a, 32 bit. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
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

/** One round of MurmurHash3 (32 bit). */
function mixed(state: number, part: number): number {
  let k = Math.imul(part | 0, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const next = state ^ k;
  return (Math.imul((next << 13) | (next >>> 19), 5) + 0xe6546b64) | 0;
}

/** Its final avalanche: every bit of the state changes every bit of the answer. */
function finished(state: number): number {
  let hash = state;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
