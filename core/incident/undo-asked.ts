/** A person's request to undo what was done for an incident, as it is stored with the incident. */
export interface UndoAsked {
  /** When the healer heard of it, ms since the epoch. */
  readonly at: number;
  /** Who and why, as they said it: ` by on-call: known`; may be empty. */
  readonly by: string;
  /** People were told that it waits, because the healer may not act. */
  readonly saidToWait?: true;
  /** Everything was undone, or tried to be: nothing is left to do about it. */
  readonly over?: true;
}

/** Whether a person asked for it, and it is not over. */
export function isUndoAsked({ undoAsked }: { readonly undoAsked?: UndoAsked }): boolean {
  return undoAsked !== undefined && undoAsked.over !== true;
}
