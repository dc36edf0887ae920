/**
 * Turns zod's issues into findings that a person understands: every unknown key with the keys that exist, every unknown
 * word with the words that exist, every missing value with its description. Everything about the document itself comes
 * from the schema.
 */
import type * as z from 'zod';
import type { Finding, Path } from './problem.ts';
import { descriptionAt, keysAt, schemaAt } from './schema-walk.ts';
import { didYouMean, suggestion } from './suggest.ts';

/** What a check of our own adds to its message. */
interface FindingDetails {
  readonly allowed?: readonly string[];
  readonly fix?: string;
}

type Issue = z.core.$ZodIssue;

/** All findings of a failed parse, in the order of the document. */
export function findingsOf(error: z.ZodError, schema: z.ZodType, data: unknown): readonly Finding[] {
  const findings = error.issues.flatMap((issue) => fromIssue(issue, schema, data));
  // A misspelt key is one mistake: the missing right key is not reported.
  const meant = new Set(findings.map(({ path, fix }) => key([...path.slice(0, -1), fix ?? ''])));
  const instead = (path: Path): Path => [...path.slice(0, -1), didYouMean(String(path.at(-1)))];
  return findings.filter(({ path, problem }) => problem !== MISSING || !meant.has(key(instead(path))));
}

const MISSING = 'is missing';

const key = (path: Path): string => JSON.stringify(path);

/** The value at a path of plain data; undefined without one. */
function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    data,
  );
}

function fromIssue(issue: Issue, schema: z.ZodType, data: unknown): readonly Finding[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const value = valueAt(data, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, schema, data));
    case 'invalid_value':
      if (value === undefined) return [missing(path, schema, data)];
      return [unknownWord(path, value, issue.values.map(String), schemaAt(schema, path.slice(0, -1), data))];
    case 'invalid_union': {
      const options = (issue as { options?: readonly unknown[] }).options?.map(String);
      const inside = issue.errors.find((issues) => issues.every((each) => each.path.length > 0));
      // Of the right kind, but wrong further inside: report that instead.
      if (inside !== undefined) {
        return inside.flatMap((each) => fromIssue({ ...each, path: [...issue.path, ...each.path] }, schema, data));
      }
      if (options === undefined) return [wrongType('string', path, schema, data)];
      return [value === undefined ? { path, problem: MISSING, allowed: options } : unknownWord(path, value, options)];
    }
    case 'invalid_type':
      return [wrongType(issue.expected, path, schema, data)];
    case 'custom':
      return [{ path, value, problem: issue.message, ...details(issue.params) }];
    default:
      return [{ path, value, problem: outOfRange(issue, value) }];
  }
}

function unknownKey(key: string, parent: Path, schema: z.ZodType, data: unknown): Finding {
  const allowed = keysAt(schemaAt(schema, parent, data));
  const present = Object.keys((valueAt(data, parent) as object | undefined) ?? {});
  const fix =
    suggestion(
      key,
      allowed.filter((name) => !present.includes(name)),
    ) ?? suggestion(key, allowed);
  return {
    path: [...parent, key],
    value: valueAt(data, [...parent, key]),
    problem: `unknown key "${key}"`,
    ...(allowed.length === 0 ? {} : { allowed }),
    ...(fix === undefined ? {} : { fix }),
  };
}

function unknownWord(path: Path, value: unknown, allowed: readonly string[], parent?: z.ZodType): Finding {
  // The writer chooses the keys of a record, so they do not name its values.
  const name = parent?._zod.def.type === 'record' ? 'word' : path.findLast((part) => typeof part === 'string');
  const fix = suggestion(value, allowed);
  return { path, value, problem: `unknown ${name} ${quoted(value)}`, allowed, ...(fix === undefined ? {} : { fix }) };
}

function missing(path: Path, schema: z.ZodType, data: unknown): Finding {
  const allowed = wordsAt(schemaAt(schema, path, data));
  return {
    path,
    problem: MISSING,
    ...(allowed === undefined ? {} : { allowed }),
    ...describe(path, schema, data),
  };
}

function wrongType(expected: string, path: Path, schema: z.ZodType, data: unknown): Finding {
  const value = valueAt(data, path);
  if (value === undefined) return missing(path, schema, data);
  if (value === null) return { path, value, problem: 'is empty', ...describe(path, schema, data) };
  const noun = NOUNS[expected] ?? expected;
  return { path, value, problem: `must be ${noun}, not ${quoted(value)}`, ...describe(path, schema, data) };
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of keys',
};

function outOfRange(issue: Issue, value: unknown): string {
  if (issue.code === 'too_small') {
    const least = String(issue.minimum);
    if (issue.origin === 'array') return `needs at least ${least} ${Number(least) === 1 ? 'entry' : 'entries'}`;
    if (issue.origin === 'string') return 'must not be empty';
    return `${quoted(value)} is too small, ${issue.inclusive === false ? 'it must be above' : 'the least is'} ${least}`;
  }
  if (issue.code === 'too_big') {
    const most = String(issue.maximum);
    if (issue.origin === 'array') return `has too many entries, the most is ${most}`;
    if (issue.origin === 'string') return `is too long, the most is ${most} characters`;
    return `${quoted(value)} is too large, the most is ${most}`;
  }
  if (issue.code === 'not_multiple_of') return `${quoted(value)} must be a multiple of ${issue.divisor}`;
  return issue.message;
}

function describe(path: Path, schema: z.ZodType, data: unknown): { readonly fix?: string } {
  const description = descriptionAt(schema, path, data);
  return description === undefined ? {} : { fix: `write ${description}` };
}

function details(params: Readonly<Record<string, unknown>> | undefined): FindingDetails {
  const { allowed, fix } = (params ?? {}) as FindingDetails;
  return { ...(allowed === undefined ? {} : { allowed }), ...(fix === undefined ? {} : { fix }) };
}

function wordsAt(schema: z.ZodType | undefined): readonly string[] | undefined {
  const definition = schema?._zod.def as { type?: string; entries?: Readonly<Record<string, string>> } | undefined;
  return definition?.type === 'enum' ? Object.values(definition.entries ?? {}) : undefined;
}

/** A value for a message: never longer than a line. */
function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
