/** A confirmed heal and its relapse, as stored with services and incidents. Times are ms since the epoch. */
import { ACTION_KINDS } from '../vocabulary.ts';
import { time, shape, text, number, optional, yes, word, type Shaped } from '../shape.ts';

/** A heal that verification confirmed, and when the same failure came back, if within the window. */
export const Heal = shape({
  incidentId: text,
  attempt: number,
  failureType: text,
  context: text,
  remedy: word(ACTION_KINDS),
  /** When the attempt ended, as memory counted it. */
  at: time,
  /** From the start of the action to verified health. */
  minutes: number,
  relapsedAt: optional(time),
  /** A person had the remedy undone, so a later failure is no relapse of this heal. */
  takenBack: optional(yes),
});
export type Heal = Shaped<typeof Heal>;

/** An incident that is the return of one that counted as healed. */
export const Relapse = shape({
  of: Heal,
  /** Number of the relapse within a day, from 1. */
  returns: number,
});
export type Relapse = Shaped<typeof Relapse>;
