/** Why something is not done: one named reason, with the facts behind it for people. Code never reads the text. */
import type { HoldReason } from './reasons.ts';

export interface Hold {
  readonly reason: HoldReason;
  /** What a person reads. */
  readonly detail: string;
  /** When it ends by itself, ms since the epoch. */
  readonly until?: number;
  /** Who said so and why, in their words, where a person did: ` by on-call: known`; may be empty. */
  readonly by?: string;
}

/** By the name of a guard that was asked: whether it allows what was asked about. */
export type GuardVerdicts = Readonly<Record<string, 'allows' | 'forbids'>>;

export function hold(reason: Hold['reason'], detail: string): Hold {
  return { reason, detail };
}
