/**
 * One series of an alarm over many (`GROUP BY`): CloudWatch calls it a contributor, and tells of it by the values it is
 * grouped by. Its name here is the alarm's with those values behind it, so that whatever is known of an alarm by its name,
 * from the record of red alarms to the last look before a move, is known of the contributor alone.
 */
import { fieldsOf } from '../foreign-fields.ts';

export interface Contributor {
  readonly alarmName: string;
  /** By what it is grouped, such as `{ServiceName: 'worker'}`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A name with more behind it is too long for an item's key and for people. */
const ATTRIBUTES_LENGTH_MAX = 400;
const ATTRIBUTES_BEGIN = ' {"';

/** The name of a contributor; undefined where it is grouped by nothing, or by more than a name can hold. */
export function contributorName({ alarmName, attributes }: Contributor): string | undefined {
  const sorted = Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify(Object.fromEntries(sorted));
  return sorted.length === 0 || text.length > ATTRIBUTES_LENGTH_MAX ? undefined : `${alarmName} ${text}`;
}

/** What `contributorName` made of a contributor; undefined for the name of a whole alarm. */
export function contributorIn(name: string): Contributor | undefined {
  // A value may look like a beginning too: the first from which all of the rest can be read is the one.
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
    // No name of ours: an alarm may be called anything.
    return undefined;
  }
}

/** Whether two contributors are one. */
export function sameAttributes(a: Contributor['attributes'], b: Contributor['attributes']): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
