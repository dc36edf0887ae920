/** One line of the story: when, what kind of thing, whom it is about, in words. */

export const ENTRY_KINDS = [
  'broken',
  'truth',
  'alarm',
  'stopped',
  'released',
  'decision',
  'waiting',
  'action',
  'verification',
  'outcome',
  'cost',
  'message',
  'override',
  'computer',
  'trouble',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export interface Entry {
  /** Lab time, ms since the epoch. */
  readonly at: number;
  readonly kind: EntryKind;
  /** The service, or `everywhere`. */
  readonly about: string;
  readonly text: string;
  /** Further lines: why. */
  readonly details: readonly string[];
}
