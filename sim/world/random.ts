/**
 * Chance by counting: a number is a hash of the seed, of what it is for, and of which one it is. Nothing is drawn from a
 * sequence, so what one policy asks for cannot change what another one gets (common random numbers), and any incident
 * of any run can be looked at alone.
 */

import { finished, hashOf, mixed } from './hash.ts';

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
