/**
 * An invariant: what must hold whatever is done to the healer. It is judged by recorded effects alone, in their order,
 * and has a memory of its own for each world.
 */
import type { Effect } from '../record/effect.ts';

export interface Invariant {
  readonly name: string;
  /** In a sentence, for the reader of a violation. */
  readonly holds: string;
  /** Begins to watch a world. @returns what is wrong, in words, for each effect; undefined where nothing is */
  readonly watch: () => (effect: Effect) => string | undefined;
}

export interface Violation {
  readonly invariant: string;
  readonly seed: number;
  /** Ms since the epoch. */
  readonly at: number;
  readonly says: string;
  /** Executions of its world: the fewer, the easier to understand. */
  readonly executions: number;
}
