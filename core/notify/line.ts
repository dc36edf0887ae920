/** One line of a message, as data: what it is about, and what there is to say. E-mail and chat write it differently. */

import { isPlain, plainLineOf } from '../foreign-text.ts';

export interface Line {
  /** What the line is about, as an e-mail shows it: `What broke`. Absent where a line goes on with the one before. */
  readonly label?: string;
  readonly text: string;
}

/** Columns of an e-mail before the text: room for the longest label, its colon and two spaces. */
const LABEL_WIDTH = 13;

/** Characters of a line: longer ones nobody reads, and a command is never so long. */
const LINE_MAX = 2_000;

/** The text as a message may show it: on one line, whatever others wrote into it. */
export function safeText(text: string): string {
  return plainLineOf(text, LINE_MAX);
}

/** The line as a message may show it. */
export function safeLine(line: Line): Line {
  return { ...line, text: safeText(line.text) };
}

/** A command as it is, or no command: changed, or on two lines, it would do something else than it says. */
export function safeCommand({ label, text }: Line): Line {
  const shown = isPlain(text)
    ? text
    : 'its value holds a line break or hidden characters: use the history of the parameter';
  return { ...(label !== undefined && { label }), text: shown };
}

/** A line with its label. */
export function labelled(label: string, text: string): Line {
  return { label, text };
}

/** The line as an e-mail shows it. */
export function plainLine({ label, text }: Line): string {
  return (label === undefined ? '' : `${label}:`).padEnd(LABEL_WIDTH) + text;
}
