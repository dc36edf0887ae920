/** One line of a message, as data, because e-mail and chat format it differently. */

import { isPlain, plainLineOf } from '../foreign-text.ts';

export interface Line {
  /** Label as an e-mail shows it, such as `What broke`. Absent where the line continues the one before. */
  readonly label?: string;
  readonly text: string;
}

/** Columns before the text in an e-mail: room for the longest label, its colon and two spaces. */
const LABEL_WIDTH = 13;

/** Characters. Longer than any command, and than any line that people read. */
const LINE_MAX = 2_000;

/** The text on one line, without control characters: other people's texts may not forge lines of a message. */
export function safeText(text: string): string {
  return plainLineOf(text, LINE_MAX);
}

export function safeLine(line: Line): Line {
  return { ...line, text: safeText(line.text) };
}

/** A command unchanged, or no command: a changed or broken command would do something else. */
export function safeCommand({ label, text }: Line): Line {
  const shown = isPlain(text)
    ? text
    : 'its value holds a line break or hidden characters: use the history of the parameter';
  return { ...(label !== undefined && { label }), text: shown };
}

export function labelled(label: string, text: string): Line {
  return { label, text };
}

export function plainLine({ label, text }: Line): string {
  return (label === undefined ? '' : `${label}:`).padEnd(LABEL_WIDTH) + text;
}
