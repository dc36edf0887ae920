/**
 * Entries as lines a person enjoys reading: seconds since the fault, what kind of thing, whom it is about, what. Colours
 * only where somebody can see them; long lines are folded under their text.
 */
import type { Entry, EntryKind } from './entry.ts';

export interface Look {
  readonly colours: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const RESET = '\u001b[0m';
const DIM = '\u001b[2m';
const COLOURS: Readonly<Record<EntryKind, string>> = {
  broken: '\u001b[31m',
  truth: '\u001b[35m',
  alarm: '\u001b[33m',
  stopped: '\u001b[33m',
  released: '\u001b[35m',
  decision: '\u001b[36m',
  waiting: '\u001b[36m',
  action: '\u001b[34m',
  verification: '\u001b[36m',
  outcome: '\u001b[1m',
  cost: '\u001b[2m',
  message: '\u001b[2m',
  override: '\u001b[35m',
  computer: '\u001b[33m',
  trouble: '\u001b[31m',
};
const KIND_WIDTH = 12;
const ABOUT_WIDTH = 10;
const TIME_WIDTH = 9;
const WIDTH_MIN = 60;
const WIDTH_DEFAULT = 120;

/** How to write to a stream: colours only to a terminal, and not where NO_COLOR is set (https://no-color.org). */
export function lookOf(stream: { readonly isTTY?: boolean; readonly columns?: number }, env: NodeJS.ProcessEnv): Look {
  const refused = env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '';
  return { colours: stream.isTTY === true && !refused, width: Math.max(WIDTH_MIN, stream.columns ?? WIDTH_DEFAULT) };
}

/** One entry, `since` being lab time zero; several lines when there is more to say. */
export function renderEntry(entry: Entry, since: number, look: Look): string {
  const seconds = `${((entry.at - since) / 1000).toFixed(1)} s`.padStart(TIME_WIDTH);
  const kind = entry.kind.padEnd(KIND_WIDTH);
  const margin = TIME_WIDTH + 2 + KIND_WIDTH + 1 + ABOUT_WIDTH + 1;
  const room = Math.max(WIDTH_MIN - 20, look.width - margin);
  const [first = '', ...rest] = fold(entry.text, room);
  const details = entry.details.flatMap((line) => fold(line, room));
  const paint = (text: string, colour: string): string => (look.colours ? `${colour}${text}${RESET}` : text);
  return [
    `${paint(seconds, DIM)}  ${paint(kind, COLOURS[entry.kind])} ${entry.about.padEnd(ABOUT_WIDTH)} ${first}`,
    ...rest.map((line) => `${' '.repeat(margin)}${line}`),
    ...details.map((line) => `${' '.repeat(margin)}${paint(line, DIM)}`),
  ].join('\n');
}

/** Breaks between words; a word longer than a line stays whole. */
function fold(text: string, room: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > room) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
