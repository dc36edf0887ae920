/**
 * What a heal leaves changed when its incident closes: one leftover for each attempt that changed something and was not
 * undone. From then on everything that happens to it is recorded here. Which state follows which is decided in
 * `core/aftercare/`, which
 * is asked about them through `leftovers.ts`. Times are ms since the epoch.
 */
import type { ActionKind } from '../vocabulary.ts';

export type LeftoverState =
  /** As the heal left it. */
  | { readonly kind: 'kept' }
  /** A toggle that is restored on trial: since when, and how often in a row the service looked bad. */
  | { readonly kind: 'probing'; readonly since: number; readonly bad: number }
  /** A person was told that it stays: theirs from then on. */
  | { readonly kind: 'handedToOperator' }
  /** As it was before the heal, or changed by others since. */
  | { readonly kind: 'settled' };

export interface Leftover {
  /** `number` of the attempt that changed it. */
  readonly attempt: number;
  readonly remedy: ActionKind;
  readonly state: LeftoverState;
  /** When the healer changes it back; absent where it does so at a person's request alone. */
  readonly dueAt?: number;
  /** Present where a person may have the rest undone once what was due is put back: the revision of a rollback. */
  readonly staysUndoable?: true;
  /** Present where it is restored on trial: the service is watched then, and it is changed again if the failure returns. */
  readonly probed?: true;
  /** Trials so far; absent before the first. */
  readonly probes?: Probes;
  /** Since when it may not be changed back though it is due, and whether people know. */
  readonly heldBack?: { readonly since: number; readonly told?: true };
  /** What became of it the last time a person asked to undo it. */
  readonly undoResult?: UndoResult;
}

/** A flipped toggle that is tried without its flip again and again: a circuit breaker at the level of features. */
export interface Probes {
  /** Trials after which the failure was back, so that it was flipped again. */
  readonly failed: number;
  /** How long it stayed flipped before the last trial, or stays now, ms. */
  readonly intervalMs: number;
  /** Until then a failing signal of this kind is about the trial and opens no incident of its own. */
  readonly quietUntil: number;
}

/** The answer to one request to undo. */
export interface UndoResult {
  /** When it was asked for: by that, the request is told from another one. */
  readonly at: number;
  readonly done: boolean;
  readonly text: string;
}
