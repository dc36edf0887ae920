/**
 * Chance by counting: a number is a hash of the seed, of what it is for, and of which one it is. Nothing is drawn from a
 * sequence, so what one policy asks for cannot change what another one gets (common random numbers), and any incident
 * of any run can be looked at alone.
 */

/** What chance is asked for. One stream each, so that adding a question changes no other answer. */
export type Stream =
  | 'tier'
  | 'tasks'
  | 'group'
  | 'mix'
  | 'drift'
  | 'arrival'
  | 'service'
  | 'cause'
  | 'symptom'
  | 'recovery'
  | 'companion'
  | 'change'
  | 'load'
  | 'breadth'
  | 'human'
  | 'duration'
  | 'cure'
  | 'harm'
  | 'relief'
  | 'execution'
  | 'sensor'
  | 'order';

/** A number in (0, 1), the same for the same arguments. */
export type Chance = (stream: Stream, ...which: readonly number[]) => number;

/** All chance of one seed. @param seed a whole number */
export function chanceOf(seed: number): Chance {
  const beginnings = new Map<Stream, number>();
  return (stream, ...which) => {
    let state = beginnings.get(stream);
    if (state === undefined) {
      state = mixed(hashOf(stream), seed);
      beginnings.set(stream, state);
    }
    for (const part of which) state = mixed(state, part);
    return (finished(state) + 0.5) / 2 ** 32;
  };
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

/** FNV-1a, 32 bit. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
