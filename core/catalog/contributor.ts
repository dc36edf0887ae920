/**
 * One series of an alarm over many (`GROUP BY`): CloudWatch calls it a contributor, and identifies it by its labels.
 * Its name here is the alarm's name followed by the labels, so that everything keyed by an alarm's name, from the
 * record of red alarms to the last check before a move, works for a contributor too.
 */
import { fieldsOf } from '../foreign-fields.ts';

export interface Contributor {
  readonly alarmName: string;
  /** Its labels, such as `{ServiceName: 'worker'}`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A longer name does not fit an item's key, nor a message. */
const ATTRIBUTES_LENGTH_MAX = 400;
const ATTRIBUTES_BEGIN = ' {"';

/** The name of a contributor; undefined without labels, or with labels that are too long. */
export function contributorName({ alarmName, attributes }: Contributor): string | undefined {
  const sorted = Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify(Object.fromEntries(sorted));
  return sorted.length === 0 || text.length > ATTRIBUTES_LENGTH_MAX ? undefined : `${alarmName} ${text}`;
}

/** The contributor of a name made by `contributorName`; undefined for the name of a whole alarm. */
export function contributorIn(name: string): Contributor | undefined {
  // A value may contain the separator too: the first position from which all the rest can be read counts.
  for (let i = name.indexOf(ATTRIBUTES_BEGIN, 1); i > 0; i = name.indexOf(ATTRIBUTES_BEGIN, i + 1)) {
    const attributes = fieldsOf(parsed(name.slice(i + 1)));
    if (attributes !== undefined) return { alarmName: name.slice(0, i), attributes };
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not one of our names: an alarm may have any name.
    return undefined;
  }
}

export function sameAttributes(a: Contributor['attributes'], b: Contributor['attributes']): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
