/**
 * Quotes values for the commands that messages print and people paste. Other people write the parameters and
 * configurations that these values come from: an unquoted value could run as a command of its own.
 */

/** Characters that no shell gives a meaning of their own, anywhere in a word. */
const PLAIN = /^[A-Za-z0-9_./:@%+,-]+$/;

/** The value as one word of a POSIX shell: unchanged where that is safe, else in single quotes. Any text is allowed. */
export function shellWord(value: string): string {
  return PLAIN.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command: its words in order, each quoted where needed. */
export function shellCommand(...words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
