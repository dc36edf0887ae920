/**
 * What a person wrote into a parameter that is there to be answered in: one word, or JSON that says who and why besides.
 * Whether the word is one that counts is for its reader to say.
 */
import { foreignText } from '../foreign-text.ts';

/** Characters of a name and of a reason that go into messages. */
const OWNER_MAX = 80;
const REASON_MAX = 200;

export interface CommandText {
  /** Plain words in lower case; undefined for JSON that has none. */
  readonly word: unknown;
  /** Who and why, to be put after a verb: ` by on-call: known`; empty where nothing says. */
  readonly by: string;
}

/** The word, which JSON has under `key`, beside `owner` and `reason`. */
export function commandIn(text: string, key: string): CommandText {
  const parsed = parsedObject(text);
  if (parsed === undefined) return { word: text.trim().toLowerCase(), by: '' };
  return { word: parsed[key], by: byWhom(parsed) };
}

/** Who and why, on one line whatever they wrote: a message's other lines are the healer's own. */
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
    // Not JSON at all is a plain word.
    return undefined;
  }
}
