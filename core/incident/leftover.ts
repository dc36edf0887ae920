/**
 * What a heal leaves changed when its incident closes: one leftover for each attempt that changed something and was not
 * undone. Everything that happens to it later is recorded here. `core/aftercare/` decides which state follows; it
 * queries leftovers through `leftovers.ts`. Times are ms since the epoch.
 */
import { ACTION_KINDS } from '../vocabulary.ts';
import { time, shape, flag, text, either, number, optional, yes, literal, word, type Shaped } from '../shape.ts';

export const LeftoverState = either('kind', [
  /** As the heal left it. */
  shape({ kind: literal('kept') }),
  /** A toggle restored on trial: since when, and how many looks in a row were bad. */
  shape({ kind: literal('probing'), since: time, bad: number }),
  /** A person was told that it stays, and looks after it. */
  shape({ kind: literal('handedToOperator') }),
  /** As before the heal, or changed by another actor since. */
  shape({ kind: literal('settled') }),
]);
export type LeftoverState = Shaped<typeof LeftoverState>;

/** The trials of a flipped toggle: a circuit breaker for features. */
export const Probes = shape({
  /** Trials after which the failure was back. */
  failed: number,
  /** How long the toggle stayed flipped before the last trial, or stays now, ms. */
  intervalMs: number,
  /** Until then a failing signal of this kind belongs to the trial and opens no incident. */
  quietUntil: time,
});
export type Probes = Shaped<typeof Probes>;

/** The answer to one undo request. */
export const UndoResult = shape({
  /** Time of the request: its identity. */
  at: time,
  done: flag,
  text: text,
});
export type UndoResult = Shaped<typeof UndoResult>;

export const Leftover = shape({
  /** `number` of the attempt that changed it. */
  attempt: number,
  remedy: word(ACTION_KINDS),
  state: LeftoverState,
  /** When the healer changes it back; absent where it does so only at a person's request. */
  dueAt: optional(time),
  /** When the healer looks at it again, where it could not be changed back when it was due. */
  notBefore: optional(time),
  /** Present where a person may still ask to undo the rest after the due part: the revision of a rollback. */
  staysUndoable: optional(yes),
  /** Present for a toggle: the healer restores it on trial, and flips it again if the failure returns. */
  probed: optional(yes),
  /** Trials so far; absent before the first. */
  probes: optional(Probes),
  /** Since when holds keep it from being changed back though it is due, and whether people were told. */
  heldBack: optional(shape({ since: time, told: optional(yes) })),
  /** The result of the last undo that a person asked for. */
  undoResult: optional(UndoResult),
});
export type Leftover = Shaped<typeof Leftover>;
