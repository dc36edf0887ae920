/** A person's request to undo what the healer did for an incident, stored with the incident. */
import { time, shape, text, optional, yes, type Shaped } from '../shape.ts';

export const UndoAsked = shape({
  /** When the healer read it, ms since the epoch. */
  at: time,
  /** Who and why, in the person's words: ` by on-call: known`. May be empty. */
  by: text,
  /** People were told that the undo waits for holds to pass. */
  saidToWait: optional(yes),
  /** The healer has undone everything, or tried to. */
  over: optional(yes),
});
export type UndoAsked = Shaped<typeof UndoAsked>;

/** Whether a request exists that is not over. */
export function isUndoAsked({ undoAsked }: { readonly undoAsked?: UndoAsked }): boolean {
  return undoAsked !== undefined && undoAsked.over !== true;
}
