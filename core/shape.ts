/**
 * How a stored type is written down: once, as a schema, from which its type is inferred. What comes out of the table is
 * checked by it where it enters. The checker is zod/mini, the part of zod that is small enough for a Lambda; only this
 * file imports it, so that every stored type reads alike.
 */
import * as z from 'zod/mini';

/**
 * A field that may be absent, and has a value where it is present; one of some words; a word; one of several shapes, told apart by a
 * word in one of their fields, or by none; a value that lies in values of its own type; one that a function knows.
 */
export {
  custom as checkedBy,
  discriminatedUnion as either,
  enum as word,
  exactOptional as optional,
  lazy as later,
  literal,
  union as oneOf,
} from 'zod/mini';

export type Schema<Value = unknown> = z.ZodMiniType<Value>;

/** The type of a schema's values. */
export type Shaped<Of extends Schema> = z.output<Of>;

export const text = z.string();
/** A number that JSON can hold: neither infinite nor NaN. */
export const number = z.number();
/** A number that is not below zero. */
export const amount = z.number().check(z.gte(0));
export const positive = z.number().check(z.gt(0));
/** Ms since the epoch, as a date can name it (ECMA-262, "Time Values and Time Range"). */
export const time = z.number().check(z.gte(0), z.lte(8.64e15));
export const flag = z.boolean();
/** Present and true, or absent: see `optional`. */
export const yes = z.literal(true);

/** An object with these fields. Others are kept: a later version may have written them. */
// @__NO_SIDE_EFFECTS__
export function shape<Fields extends z.core.$ZodLooseShape>(fields: Fields) {
  return z.readonly(z.object(fields));
}

/** The fields of a shape, for one that has more. */
// @__NO_SIDE_EFFECTS__
export function fieldsOf<Fields extends z.core.$ZodLooseShape>(of: z.ZodMiniReadonly<z.ZodMiniObject<Fields>>): Fields {
  return of._zod.def.innerType._zod.def.shape;
}

// @__NO_SIDE_EFFECTS__
export function list<Item extends Schema>(item: Item) {
  return z.readonly(z.array(item));
}

/** The same, but every field may be absent. */
// @__NO_SIDE_EFFECTS__
export function partly<Fields extends z.core.$ZodLooseShape>(of: z.ZodMiniReadonly<z.ZodMiniObject<Fields>>) {
  const fields = Object.entries(fieldsOf(of)).map(([name, field]) => [name, z.exactOptional(field)] as const);
  type Partly = { [Name in keyof Fields]: z.ZodMiniExactOptional<Fields[Name]> };
  return z.readonly(z.object(Object.fromEntries(fields) as Partly));
}

/** Values by name, whatever the names are. */
// @__NO_SIDE_EFFECTS__
export function byName<Value extends Schema>(value: Value) {
  return z.readonly(z.record(text, value));
}

/** A value for each of these words. */
// @__NO_SIDE_EFFECTS__
export function byAll<const Words extends readonly string[], Value extends Schema>(words: Words, value: Value) {
  return z.readonly(z.record(z.enum(words), value));
}

/** Values for some of these words. */
// @__NO_SIDE_EFFECTS__
export function bySome<const Words extends readonly string[], Value extends Schema>(words: Words, value: Value) {
  return z.readonly(z.partialRecord(z.enum(words), value));
}

/**
 * Why a value is not of the type, in words: `attempts[0].status: expected "pending"|"failed"`. Undefined where it is. A
 * value that is of it may have more fields, so the value itself is used and never the copy that a parse returns.
 */
export function problemOf(schema: Schema, value: unknown): string | undefined {
  const result = z.safeParse(schema, value);
  const issue = result.success ? undefined : deepest(result.error.issues[0]);
  return issue === undefined ? undefined : `${pathText(issue.path)}: ${expected(issue)}`;
}

type Issue = z.core.$ZodIssue;

/** Inside a union the mistake is in the option that fits best: the one with the fewest mistakes. */
function deepest(issue: Issue | undefined): Issue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  const [inside] = issue.errors.toSorted((a, b) => a.length - b.length)[0] ?? [];
  return inside === undefined ? issue : deepest({ ...inside, path: [...issue.path, ...inside.path] });
}

function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'all of it';
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`))
    .join('');
}

function expected(issue: Issue): string {
  if (issue.code === 'invalid_type') return `expected ${issue.expected}`;
  if (issue.code === 'invalid_value') return `expected ${issue.values.map((value) => JSON.stringify(value)).join('|')}`;
  return 'not understood';
}
