/**
 * The conditions a pattern puts on one field: texts, numbers and operators, of which one is enough. Compiled when the
 * rule is created, so that an operator the cloud does not know is refused then, not ignored when an event passes.
 */
import { AwsError, unsupported } from '../aws-service.ts';
import { isObject } from '../fields.ts';

/** How EventBridge refuses a pattern, when the rule is created. */
export function invalid(reason: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}

export type Leaf = string | number | boolean | null;

export interface Conditions {
  /** Whether a leaf of the field is enough. */
  readonly test: (leaf: Leaf) => boolean;
  /** Whether it is enough that there is none. */
  readonly absent: boolean;
}

/** Compiles the list a pattern gives for a field. @throws AwsError when a condition is none, or not supported. */
export function compileConditions(name: string, conditions: readonly unknown[]): Conditions {
  if (conditions.length === 0) throw invalid(`"${name}" must not be an empty array`);
  const tests = conditions.map((condition) => (isObject(condition) ? operator(condition) : literal(condition)));
  return {
    test: (leaf) => tests.some((test) => test !== 'absent' && test(leaf)),
    absent: tests.includes('absent'),
  };
}

function literal(expected: unknown): LeafTest {
  if (Array.isArray(expected)) throw invalid('arrays may not be nested in a pattern');
  return (leaf) => leaf === expected;
}

function operator(condition: Record<string, unknown>): LeafTest | 'absent' {
  const [[name, argument] = ['', undefined], ...more] = Object.entries(condition);
  if (more.length > 0) throw invalid('one operator per condition');
  if (name === 'exists') {
    if (typeof argument !== 'boolean') throw invalid('exists must be true or false');
    return argument ? () => true : 'absent';
  }
  return name === 'anything-but' ? anythingBut(argument) : leafTest(name, argument);
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
    const excluded: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
    const cutting = name === 'prefix' || name === 'suffix';
    if (excluded.length === 0 || (cutting && excluded.includes('')))
      throw invalid(`anything-but ${name} needs something to exclude`);
    const tests = excluded.map((one) => leafTest(name, one));
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
  const [first, from, second, to] = argument as readonly unknown[];
  const tests = [comparison(first, from)];
  if (argument.length === 4) {
    if (!String(first).startsWith('>') || !String(second).startsWith('<') || Number(from) >= Number(to))
      throw invalid('a numeric range goes from a lower bound up to a higher one');
    tests.push(comparison(second, to));
  }
  return (leaf) => typeof leaf === 'number' && tests.every((test) => test(leaf));
}

function comparison(name: unknown, bound: unknown): (value: number) => boolean {
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
