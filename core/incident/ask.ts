/** A question to a person, stored with the incident: one remedy of one incident, and its target. */
import { ACTION_KINDS } from '../vocabulary.ts';
import { time, shape, text, optional, word, type Shaped } from '../shape.ts';

export const Ask = shape({
  remedy: word(ACTION_KINDS),
  /** As `askTarget` names it; absent where an approval holds for any target. */
  target: optional(text),
  /** Ms since the epoch. */
  askedAt: time,
  remindedAt: optional(time),
  /** When an answer was first read in time. It counts from then on, however long the remedy waits for its turn. */
  answeredAt: optional(time),
});
export type Ask = Shaped<typeof Ask>;
