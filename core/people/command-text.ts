/**
 * Reads what a person wrote into a parameter that commands the healer: one word, or JSON with the word, who and why.
 * The caller decides which words count.
 */
import { foreignText } from '../foreign-text.ts';

/** Characters of a name and of a reason that go into messages. */
const OWNER_MAX = 80;
const REASON_MAX = 200;

export interface CommandText {
  /** A plain word in lower case, or the value that JSON has under the key; undefined for JSON without it. */
  readonly word: unknown;
  /** Who and why, to follow a verb: ` by on-call: known`. Empty where the text names neither. */
  readonly by: string;
}

/** Reads a command. @param key where JSON has the word, beside `owner` and `reason` */
export function commandIn(text: string, key: string): CommandText {
  const parsed = parsedObject(text);
  if (parsed === undefined) return { word: text.trim().toLowerCase(), by: '' };
  return { word: parsed[key], by: byWhom(parsed) };
}

/** Who and why on one line, whatever the person wrote: a command must not forge lines of a message. */
export function byWhom({ owner, reason }: Readonly<Record<string, unknown>>): string {
  const who = typeof owner === 'string' ? ` by ${foreignText(owner, OWNER_MAX)}` : '';
  const why = typeof reason === 'string' ? `: ${foreignText(reason, REASON_MAX)}` : '';
  return `${who}${why}`;
}

function parsedObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    // Text that is no JSON is a plain word.
    return undefined;
  }
}
