/** A confirmed heal and its relapse, as stored with services and incidents. Times are ms since the epoch. */
import type { ActionKind } from '../vocabulary.ts';
import type { Context } from '../memory/context.ts';

/** A heal that verification confirmed, and when the same failure came back, if within the window. */
export interface Heal {
  readonly incidentId: string;
  readonly attempt: number;
  readonly failureType: string;
  readonly context: Context;
  readonly remedy: ActionKind;
  /** When the attempt ended, as memory counted it. */
  readonly at: number;
  /** From the start of the action to verified health. */
  readonly minutes: number;
  readonly relapsedAt?: number;
  /** A person had the remedy undone, so a later failure is no relapse of this heal. */
  readonly takenBack?: true;
}

/** An incident that is the return of one that counted as healed. */
export interface Relapse {
  readonly of: Heal;
  /** Number of the relapse within a day, from 1. */
  readonly returns: number;
}
