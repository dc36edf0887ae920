/** One line of a message, as data: what it is about, and what there is to say. E-mail and chat write it differently. */

export interface Line {
  /** What the line is about, as an e-mail shows it: `What broke`. Absent where a line goes on with the one before. */
  readonly label?: string;
  readonly text: string;
}

/** Columns of an e-mail before the text: room for the longest label, its colon and two spaces. */
const LABEL_WIDTH = 13;

/** A line with its label. */
export function labelled(label: string, text: string): Line {
  return { label, text };
}

/** The line as an e-mail shows it. */
export function plainLine({ label, text }: Line): string {
  return (label === undefined ? '' : `${label}:`).padEnd(LABEL_WIDTH) + text;
}
