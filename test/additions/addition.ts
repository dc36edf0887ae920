/**
 * What it costs to add something: the files that a real addition touches, counted. Each addition is made in a copy of the
 * project, compiled there, and tried by its own tests and by those that it names; so CONTRIBUTING's lists stay true. Generated
 * documents are not counted.
 */

/** One change to a file of the project, for an addition. */
export type Edit =
  | { readonly file: string; readonly from: string; readonly to: string }
  | { readonly file: string; readonly content: string };

export interface Addition {
  readonly name: string;
  readonly what: string;
  /** Files that it may touch, besides its `folder` and its own tests. */
  readonly filesMax: number;
  /** Its own folder, not counted. */
  readonly folder?: string;
  readonly edits: readonly Edit[];
  /** Tests that must pass with it, run in the copy. */
  readonly tests: readonly string[];
}
