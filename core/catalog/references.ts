/**
 * Names that exist only after a deployment, such as those that CloudFormation generates. The catalog is data beside the
 * code of the Lambdas and cannot hold them, so it is compiled with stand-ins. The construct replaces them by references
 * of its template, a Lambda by values from its environment.
 */
import type { Catalog } from './catalog.ts';

/** Prefix of every stand-in, or of the last part of an ARN or dimension. No user's name may begin so. */
export const STAND_IN_PREFIX = 'known-when-deployed-';

/** Beginning of an ARN whose rest is another stand-in. A stand-in itself: account and region are the stack's. */
export const STAND_IN_ARN_PREFIX = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:';

/** Beginning of the ARN of a role that only the template knows: the policies name it, and no Lambda needs it. */
export const STAND_IN_ROLE_PREFIX = `arn:aws:iam::000000000000:role/${STAND_IN_PREFIX}`;

/**
 * The catalog with every text that is a stand-in, keys included, replaced by the value at the same place in `values`.
 * Whole texts only, besides ARNs made of two of them. All other texts stay.
 * @throws when the lists differ in length, or when two entries would get one key: the values are then not those of this
 * catalog.
 */
export function withReferences(catalog: Catalog, standIns: readonly string[], values: readonly string[]): Catalog {
  if (standIns.length !== values.length) {
    throw new Error(`the catalog refers to ${standIns.length} names, but there are ${values.length} values for them`);
  }
  const known = new Map(standIns.map((standIn, index) => [standIn, values[index] ?? '']));
  return replaced(catalog, (text) => valueOf(text, known)) as Catalog;
}

function valueOf(text: string, known: ReadonlyMap<string, string>): string {
  const whole = known.get(text);
  if (whole !== undefined || !text.startsWith(STAND_IN_ARN_PREFIX)) return whole ?? text;
  const rest = known.get(text.slice(STAND_IN_ARN_PREFIX.length));
  return rest === undefined ? text : `${known.get(STAND_IN_ARN_PREFIX)}${rest}`;
}

function replaced(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((part) => replaced(part, change));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => [change(key), replaced(part, change)] as const);
  const keys = new Set(entries.map(([key]) => key));
  if (keys.size < entries.length) {
    throw new Error(`two entries of the catalog have one name: ${entries.map(([key]) => key).join(', ')}`);
  }
  return Object.fromEntries(entries);
}
