/**
 * Encodes items of the table: flat, with strings and numbers only, and JSON strings for structured values. So conditions
 * stay simple, people can read an item in the console, and the adapters need no document client.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ReadFailed, WriteFailed } from '../../core/ports/errors.ts';

export type Item = Readonly<Record<string, string | number>>;

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

/** One JSON string for an attribute. @throws WriteFailed when it does not fit: the healer never truncates silently. */
export function toJson(what: string, value: unknown): string {
  const json = JSON.stringify(value) ?? 'null';
  const bytes = Buffer.byteLength(json);
  if (bytes > JSON_BYTES_MAX)
    throw new WriteFailed(`${what} has ${bytes} bytes, at most ${JSON_BYTES_MAX} can be stored`);
  return json;
}

/** Parses a JSON attribute; only the writer guarantees its shape. @throws ReadFailed when it is not JSON. */
export function fromJson(item: Item, attribute: string): unknown {
  try {
    return JSON.parse(textOf(item, attribute));
  } catch (cause) {
    throw new ReadFailed(`Attribute ${attribute} of ${String(item['pk'])} is damaged`, { cause });
  }
}

/** @throws ReadFailed when the item lacks it. */
export function textOf(item: Item, attribute: string): string {
  const value = item[attribute];
  if (typeof value !== 'string') throw new ReadFailed(`${String(item['pk'])} has no text ${attribute}`);
  return value;
}

/** @throws ReadFailed when the item lacks it. */
export function numberOf(item: Item, attribute: string): number {
  const value = item[attribute];
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new ReadFailed(`${String(item['pk'])} has no number ${attribute}`);
  return value;
}
