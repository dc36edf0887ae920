/** A person's request to undo what the healer did for an incident, stored with the incident. */
export interface UndoAsked {
  /** When the healer read it, ms since the epoch. */
  readonly at: number;
  /** Who and why, in the person's words: ` by on-call: known`. May be empty. */
  readonly by: string;
  /** People were told that the undo waits for holds to pass. */
  readonly saidToWait?: true;
  /** The healer has undone everything, or tried to. */
  readonly over?: true;
}

/** Whether a request exists that is not over. */
export function isUndoAsked({ undoAsked }: { readonly undoAsked?: UndoAsked }): boolean {
  return undoAsked !== undefined && undoAsked.over !== true;
}
