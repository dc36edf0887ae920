/**
 * A value as one word of a POSIX shell, for the commands that messages print and people paste. What is quoted comes from
 * parameters and configurations that others write: unquoted, it could be a command of its own.
 */

/** Nothing but these means anything but itself to no shell, wherever in a word it stands. */
const PLAIN = /^[A-Za-z0-9_./:@%+,-]+$/;

/** The word as it is where no shell could take it for anything else, in single quotes otherwise; any text is allowed. */
export function shellWord(value: string): string {
  return PLAIN.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command: its words in order, each quoted where that is needed. */
export function shellCommand(...words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
