/**
 * EventBridge event patterns, compiled to a predicate when the rule is created so that an operator the lab does not
 * know is refused then, not ignored when an event passes. The semantics are those of AWS's Event Ruler: an event is
 * its leaves, arrays match if any element does, fields of objects in an array must match within one element, and
 * `exists` speaks of leaves only (`exists: false` on an object that is present matches).
 */
import { AwsError, unsupported } from '../aws-service.ts';
import { isObject } from '../fields.ts';

export type Matcher = (value: unknown) => boolean;

/** Compiles `pattern`; throws `InvalidEventPatternException` or 501 for an operator outside the lab's list. */
export function compilePattern(pattern: unknown): Matcher {
  if (!isObject(pattern) || Object.keys(pattern).length === 0) throw invalid('a pattern must be an object with fields');
  const fields = Object.entries(pattern).map(([name, value]) =>
    isOr(name, value) ? either(value) : field(name, value),
  );
  return (value) => {
    const candidates = Array.isArray(value) ? flatten(value).filter(isObject) : [value];
    return (candidates.length === 0 ? [undefined] : candidates).some((one) => fields.every((matches) => matches(one)));
  };
}

const isOr = (name: string, value: unknown): value is unknown[] => name === '$or' && Array.isArray(value);

function either(alternatives: unknown[]): Matcher {
  if (alternatives.length < 2) throw invalid('$or needs two alternatives');
  const compiled = alternatives.map(compilePattern);
  return (value) => compiled.some((matches) => matches(value));
}

function field(name: string, value: unknown): Matcher {
  const matches = Array.isArray(value) ? anyLeaf(name, value) : compilePattern(requireObject(name, value));
  return (parent) => matches(isObject(parent) ? parent[name] : undefined);
}

function requireObject(name: string, value: unknown): Record<string, unknown> {
  if (!isObject(value)) throw invalid(`"${name}" must be an object or an array`);
  return value;
}

type Leaf = string | number | boolean | null;

/** A pattern's array: one condition on the leaves of the field is enough. */
function anyLeaf(name: string, conditions: readonly unknown[]): Matcher {
  if (conditions.length === 0) throw invalid(`"${name}" must not be an empty array`);
  const compiled = conditions.map((condition) => (isObject(condition) ? operator(condition) : literal(condition)));
  return (value) => {
    const leaves = leavesOf(value);
    return compiled.some((matches) => matches(leaves));
  };
}

type LeavesMatcher = (leaves: readonly Leaf[]) => boolean;

const flatten = (value: readonly unknown[]): unknown[] => value.flat(Infinity);

function leavesOf(value: unknown): readonly Leaf[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? flatten(value) : [value]).filter((one): one is Leaf => !isObject(one));
}

function literal(expected: unknown): LeavesMatcher {
  if (Array.isArray(expected)) throw invalid('arrays may not be nested in a pattern');
  return (leaves) => leaves.some((leaf) => leaf === expected);
}

function operator(condition: Record<string, unknown>): LeavesMatcher {
  const [[name, argument] = ['', undefined], ...more] = Object.entries(condition);
  if (more.length > 0) throw invalid('one operator per condition');
  if (name === 'exists') {
    if (typeof argument !== 'boolean') throw invalid('exists must be true or false');
    return (leaves) => leaves.length > 0 === argument;
  }
  const test = name === 'anything-but' ? anythingBut(argument) : leafTest(name, argument);
  return (leaves) => leaves.some(test);
}

type LeafTest = (leaf: Leaf) => boolean;

const text =
  (test: (value: string) => boolean): LeafTest =>
  (leaf) =>
    typeof leaf === 'string' && test(leaf);

function leafTest(name: string, argument: unknown): LeafTest {
  if (name === 'numeric') return numeric(argument);
  if (isObject(argument) && (name === 'prefix' || name === 'suffix')) {
    const folded = onlyKey(argument, 'equals-ignore-case').toLowerCase();
    return text((value) =>
      name === 'prefix' ? value.toLowerCase().startsWith(folded) : value.toLowerCase().endsWith(folded),
    );
  }
  if (typeof argument !== 'string') throw invalid(`${name} needs a text`);
  switch (name) {
    case 'prefix':
      return text((value) => value.startsWith(argument));
    case 'suffix':
      return text((value) => value.endsWith(argument));
    case 'equals-ignore-case':
      return text((value) => value.toLowerCase() === argument.toLowerCase());
    case 'wildcard': {
      const expression = wildcard(argument);
      return text((value) => expression.test(value));
    }
    default:
      throw unsupported(`the event pattern operator ${name}`);
  }
}

function onlyKey(value: Record<string, unknown>, key: string): string {
  const argument = value[key];
  if (Object.keys(value).length !== 1 || typeof argument !== 'string')
    throw unsupported(`the event pattern ${JSON.stringify(value)}`);
  return argument;
}

function anythingBut(argument: unknown): LeafTest {
  if (isObject(argument)) {
    const [[name, inner] = ['', undefined], ...more] = Object.entries(argument);
    if (more.length > 0 || name === 'numeric') throw unsupported(`anything-but ${JSON.stringify(argument)}`);
    const tests = (Array.isArray(inner) ? inner : [inner]).map((one) => leafTest(name, one));
    return (leaf) => !tests.some((test) => test(leaf));
  }
  const excluded = Array.isArray(argument) ? argument : [argument];
  const kinds = new Set(excluded.map((value) => typeof value));
  if (kinds.size !== 1 || !(kinds.has('string') || kinds.has('number')))
    throw invalid('anything-but needs all texts or all numbers');
  return (leaf) => !excluded.includes(leaf);
}

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

function numeric(argument: unknown): LeafTest {
  if (!Array.isArray(argument) || (argument.length !== 2 && argument.length !== 4))
    throw invalid('numeric needs one or two comparisons');
  const tests = [argument.slice(0, 2), argument.slice(2)].flatMap((pair) =>
    pair.length === 0 ? [] : [comparison(pair)],
  );
  return (leaf) => typeof leaf === 'number' && tests.every((test) => test(leaf));
}

function comparison([name, bound]: readonly unknown[]): (value: number) => boolean {
  const compare = COMPARISONS[String(name)];
  if (compare === undefined || typeof bound !== 'number')
    throw invalid(`numeric comparison ${String(name)} ${String(bound)}`);
  return (value) => compare(value, bound);
}

/** `*` stands for any text; a backslash escapes `*` and itself. */
function wildcard(argument: string): RegExp {
  const parts = argument.match(/\\[\s\S]?|[\s\S]/g) ?? [];
  const source = parts.map((part, index) => {
    if (part === '*' && parts[index + 1] === '*') throw invalid('consecutive wildcards');
    if (part === '*') return '[\\s\\S]*';
    if (part.startsWith('\\') && part !== '\\*' && part !== '\\\\') throw invalid(`wildcard escape ${part}`);
    return part.slice(-1).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`);
}

function invalid(reason: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}
