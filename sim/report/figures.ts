/** Numbers as people read them; every report writes them alike. */
import type { Interval } from '../measure/interval.ts';

/** "18.9", or "18.9 (18.5 to 19.3)" where there is an interval. */
export function withInterval({ mean, low, high }: Interval, digits = 1): string {
  const text = (value: number): string => value.toFixed(digits).replace('-', '−');
  if (low === null || high === null) return text(mean);
  return `${text(mean)} (${text(low)} to ${text(high)})`;
}

/** "−9.1 %" with its sign. */
export function percentWithInterval({ mean, low, high }: Interval): string {
  if (low === null || high === null) return `${signed(mean)} %`;
  return `${signed(mean)} % (${signed(low)} to ${signed(high)})`;
}

/** "+2.7 points" with its sign: a difference of shares. */
export function pointsWithInterval(interval: Interval): string {
  return percentWithInterval(interval).replace(' %', ' points');
}

/** "+2.7", "−0.3", and "0.0" without a sign. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  if (text === '0.0') return text;
  return value < 0 ? `−${text}` : `+${text}`;
}

/** "4,000". */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** Columns of the title of a line in a terminal. */
export const TITLE_WIDTH = 44;

/** A line for a terminal: a title, and cells in columns of one width, but for the first. */
export function row(title: string, cells: readonly string[], width = 10, firstWidth = width): string {
  const padded = cells.map((cell, i) => cell.padEnd(i === 0 ? firstWidth : width));
  return title.padEnd(TITLE_WIDTH) + padded.join('').trimEnd();
}
