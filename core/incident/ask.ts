/** A question to a person, stored with the incident: one remedy of one incident, and its target. */
import type { ActionKind } from '../vocabulary.ts';

export interface Ask {
  readonly remedy: ActionKind;
  /** As `askTarget` names it; absent where an approval holds for any target. */
  readonly target?: string;
  /** Ms since the epoch. */
  readonly askedAt: number;
  readonly remindedAt?: number;
  /** When an answer was first read in time. It counts from then on, however long the remedy waits for its turn. */
  readonly answeredAt?: number;
}
