/**
 * What a heal leaves changed when its incident closes: one leftover for each attempt that changed something and was not
 * undone. Everything that happens to it later is recorded here. `core/aftercare/` decides which state follows; it
 * queries leftovers through `leftovers.ts`. Times are ms since the epoch.
 */
import type { ActionKind } from '../vocabulary.ts';

export type LeftoverState =
  /** As the heal left it. */
  | { readonly kind: 'kept' }
  /** A toggle restored on trial: since when, and how many looks in a row were bad. */
  | { readonly kind: 'probing'; readonly since: number; readonly bad: number }
  /** A person was told that it stays, and looks after it. */
  | { readonly kind: 'handedToOperator' }
  /** As before the heal, or changed by another actor since. */
  | { readonly kind: 'settled' };

export interface Leftover {
  /** `number` of the attempt that changed it. */
  readonly attempt: number;
  readonly remedy: ActionKind;
  readonly state: LeftoverState;
  /** When the healer changes it back; absent where it does so only at a person's request. */
  readonly dueAt?: number;
  /** When the healer looks at it again, where it could not be changed back when it was due. */
  readonly notBefore?: number;
  /** Present where a person may still ask to undo the rest after the due part: the revision of a rollback. */
  readonly staysUndoable?: true;
  /** Present for a toggle: the healer restores it on trial, and flips it again if the failure returns. */
  readonly probed?: true;
  /** Trials so far; absent before the first. */
  readonly probes?: Probes;
  /** Since when holds keep it from being changed back though it is due, and whether people were told. */
  readonly heldBack?: { readonly since: number; readonly told?: true };
  /** The result of the last undo that a person asked for. */
  readonly undoResult?: UndoResult;
}

/** The trials of a flipped toggle: a circuit breaker for features. */
export interface Probes {
  /** Trials after which the failure was back. */
  readonly failed: number;
  /** How long the toggle stayed flipped before the last trial, or stays now, ms. */
  readonly intervalMs: number;
  /** Until then a failing signal of this kind belongs to the trial and opens no incident. */
  readonly quietUntil: number;
}

/** The answer to one undo request. */
export interface UndoResult {
  /** Time of the request: its identity. */
  readonly at: number;
  readonly done: boolean;
  readonly text: string;
}
