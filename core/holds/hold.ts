/** Why the healer does not act: one named reason, with details for people. Code decides by the reason only. */
import { HOLD_REASONS } from './reasons.ts';
import { time, shape, byName, text, optional, word, type Shaped } from '../shape.ts';

export const Hold = shape({
  reason: word(HOLD_REASONS),
  detail: text,
  /** When it ends, ms since the epoch; absent where no time is known. */
  until: optional(time),
  /** Who wrote it and why, in that person's words: ` by on-call: known`. May be empty. Absent where no person did. */
  by: optional(text),
});
export type Hold = Shaped<typeof Hold>;

/** By the name of a guard: whether it allows the remedy. */
export const GuardVerdicts = byName(word(['allows', 'forbids']));
export type GuardVerdicts = Shaped<typeof GuardVerdicts>;

export function hold(reason: Hold['reason'], detail: string): Hold {
  return { reason, detail };
}
