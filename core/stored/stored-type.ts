/**
 * What one stored type looks like in each version of the healer that wrote it. A value is checked by the form of its
 * version, and carried from form to form until it has today's; so no other code knows an earlier form. A form that a
 * later healer wrote is refused, because a guess at it could act on half of the truth.
 */
import { problemOf, type Schema } from '../shape.ts';

/** The form of one earlier version, and how it becomes the next one. */
export interface EarlierForm {
  readonly problem: (value: unknown) => string | undefined;
  readonly next: (value: unknown) => unknown;
}

export interface StoredType<Value> {
  /** Forms of versions 1, 2, …; today's version is the one after them. */
  readonly earlier: readonly EarlierForm[];
  /** Today's form. */
  readonly schema: Schema<Value>;
  /** Why a value of today's form is still none, where the schema cannot say it; undefined where it is one. */
  readonly further: (value: Value) => string | undefined;
}

export type ReadBack<Value> =
  { readonly kind: 'read'; readonly value: Value } | { readonly kind: 'unreadable'; readonly why: string };

/** A type whose form never changed, or changed from these forms. */
export function storedType<Value>(
  schema: Schema<Value>,
  earlier: readonly EarlierForm[] = [],
  further: (value: Value) => string | undefined = () => undefined,
): StoredType<Value> {
  return { earlier, schema, further };
}

/** @param next makes the next version's form of a value that has this one */
export function earlierForm<Value>(schema: Schema<Value>, next: (value: Value) => unknown): EarlierForm {
  return { problem: (value) => problemOf(schema, value), next: (value) => next(value as Value) };
}

/** The version in which today's healer writes the type: 1 for the first. */
export function versionOf({ earlier }: Pick<StoredType<unknown>, 'earlier'>): number {
  return earlier.length + 1;
}

/** Why a value of this version cannot be read at all: a later healer wrote it. Undefined where it can. */
export function unknownVersion(type: Pick<StoredType<unknown>, 'earlier'>, version: number): string | undefined {
  const most = versionOf(type);
  if (Number.isInteger(version) && version >= 1 && version <= most) return undefined;
  const known = most === 1 ? 'version 1' : `versions 1 to ${most}`;
  return `it has version ${version}, and this healer knows ${known}: a later healer wrote it, so deploy that one again`;
}

/** The value in today's form, or why it has none. @param version of the healer's form that wrote it; 1 before there were versions */
export function readBack<Value>(type: StoredType<Value>, version: number, stored: unknown): ReadBack<Value> {
  const unknown = unknownVersion(type, version);
  if (unknown !== undefined) return { kind: 'unreadable', why: unknown };
  let value = stored;
  for (const form of type.earlier.slice(version - 1)) {
    const why = form.problem(value);
    if (why !== undefined) return { kind: 'unreadable', why };
    value = form.next(value);
  }
  // The value has the schema's type where the schema finds no problem, because the type is inferred from it.
  const why = problemOf(type.schema, value) ?? type.further(value as Value);
  return why === undefined ? { kind: 'read', value: value as Value } : { kind: 'unreadable', why };
}
