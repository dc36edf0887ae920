/**
 * Entries as lines a person enjoys reading: seconds since the fault, what kind of thing, whom it is about, what. Colours
 * only on a terminal; long lines are folded under their text.
 */
import { styleText } from 'node:util';
import type { Entry, EntryKind } from './entry.ts';

export interface Look {
  readonly colours: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

type Style = Parameters<typeof styleText>[0];

const STYLES: Readonly<Record<EntryKind, Style>> = {
  broken: 'red',
  truth: 'magenta',
  alarm: 'yellow',
  stopped: 'yellow',
  released: 'magenta',
  decision: 'cyan',
  waiting: 'cyan',
  action: 'blue',
  verification: 'cyan',
  outcome: 'bold',
  cost: 'dim',
  message: 'dim',
  override: 'magenta',
  computer: 'yellow',
  trouble: 'red',
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

/** The text as the look has it. */
export function painted(text: string, style: Style, { colours }: Look): string {
  return colours ? styleText(style, text, { validateStream: false }) : text;
}

/** One entry, `since` being lab time zero; several lines when there is more to say. */
export function renderEntry(entry: Entry, since: number, look: Look): string {
  const seconds = `${((entry.at - since) / 1000).toFixed(1)} s`.padStart(TIME_WIDTH);
  const kind = entry.kind.padEnd(KIND_WIDTH);
  const margin = TIME_WIDTH + 2 + KIND_WIDTH + 1 + ABOUT_WIDTH + 1;
  const room = Math.max(WIDTH_MIN - 20, look.width - margin);
  const [first = '', ...rest] = fold(entry.text, room);
  const details = entry.details.flatMap((line) => fold(line, room));
  return [
    `${painted(seconds, 'dim', look)}  ${painted(kind, STYLES[entry.kind], look)} ${entry.about.padEnd(ABOUT_WIDTH)} ${first}`,
    ...rest.map((line) => `${' '.repeat(margin)}${line}`),
    ...details.map((line) => `${' '.repeat(margin)}${painted(line, 'dim', look)}`),
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
