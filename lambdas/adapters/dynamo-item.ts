/**
 * Encodes items of the table: flat, with strings and numbers only, and JSON strings for structured values. So conditions
 * stay simple, people can read an item in the console, and the adapters need no document client.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { Damaged, WriteFailed } from '../../core/ports/errors.ts';
import { readBack, versionOf, type StoredType } from '../../core/stored/stored-type.ts';

export type Item = Readonly<Record<string, string | number>>;

/** The attribute with the version of the item's form. */
export const VERSION = 'version';

/** DynamoDB takes 400 KB; the rest is for names and the other attributes. */
const JSON_BYTES_MAX = 380_000;

export function encoded(item: Readonly<Record<string, string | number | undefined>>): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(item)) {
    if (value !== undefined) attributes[name] = typeof value === 'number' ? { N: String(value) } : { S: value };
  }
  return attributes;
}

/**
 * An attribute that is neither a string nor a number becomes NaN, which every reader refuses: the healer did not write
 * it.
 */
export function decoded(attributes: Readonly<Record<string, AttributeValue>>): Item {
  const item: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value.S !== undefined) item[name] = value.S;
    else item[name] = Number(value.N ?? Number.NaN);
  }
  return item;
}

/**
 * One JSON string for an attribute that `fromJson` reads back. @throws WriteFailed when it does not fit, because the healer
 * never truncates silently; and when it would be refused as damaged, so that the last good state stays readable.
 */
export function toJson<Value>(what: string, value: Value, type: StoredType<Value>): string {
  const json = anyJson(what, value);
  const back = readBack(type, versionOf(type), JSON.parse(json));
  if (back.kind === 'unreadable') throw new WriteFailed(`${what} could not be read again, ${back.why}`);
  return json;
}

/** The same for what no code reads back. */
export function anyJson(what: string, value: unknown): string {
  const json = JSON.stringify(value) ?? 'null';
  const bytes = Buffer.byteLength(json);
  if (bytes > JSON_BYTES_MAX)
    throw new WriteFailed(`${what} has ${bytes} bytes, at most ${JSON_BYTES_MAX} can be stored`);
  return json;
}

/** The version of an item: 1 in items from before there were versions. */
export function versionIn(item: Item): number {
  return Number(item[VERSION] ?? 1);
}

/** The value in a JSON attribute, in today's form. @throws Damaged when it is not JSON, or not of the type. */
export function fromJson<Value>(item: Item, attribute: string, type: StoredType<Value>): Value {
  const back = readBack(type, versionIn(item), parsed(item, attribute));
  if (back.kind === 'read') return back.value;
  throw new Damaged(`${damaged(item, attribute)}: ${back.why}`);
}

function parsed(item: Item, attribute: string): unknown {
  try {
    return JSON.parse(textOf(item, attribute));
  } catch (cause) {
    throw new Damaged(damaged(item, attribute), { cause });
  }
}

function damaged(item: Item, attribute: string): string {
  return `Attribute ${attribute} of ${item['pk']} ${item['sk']} is damaged`;
}

/** @throws Damaged when the item lacks it. */
export function textOf(item: Item, attribute: string): string {
  const value = item[attribute];
  if (typeof value !== 'string') throw new Damaged(`${String(item['pk'])} has no text ${attribute}`);
  return value;
}

/** @throws Damaged when the item lacks it. */
export function numberOf(item: Item, attribute: string): number {
  const value = item[attribute];
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new Damaged(`${String(item['pk'])} has no number ${attribute}`);
  return value;
}
