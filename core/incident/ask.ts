/** A question to a person, as it is stored with the incident. */
import type { ActionKind } from '../vocabulary.ts';

/** A question to a person: one remedy of one incident, and what it would be done to. */
export interface Ask {
  readonly remedy: ActionKind;
  /** As `askTarget` names it; absent where one yes holds whatever the remedy is done to. */
  readonly target?: string;
  /** Ms since the epoch. */
  readonly askedAt: number;
  readonly remindedAt?: number;
  /** When an answer was first read in time: from then on there is one, however long the remedy waits for its turn. */
  readonly answeredAt?: number;
}
