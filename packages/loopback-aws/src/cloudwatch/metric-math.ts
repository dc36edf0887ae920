/**
 * A small, honest part of CloudWatch metric math: arithmetic, comparison, AND/OR, IF, FILL, SUM, MIN, MAX, ABS and RATE
 * over ids and numbers. Anything else is refused when the expression is read, never answered approximately. It follows
 * "Using math expressions with CloudWatch metrics" of the user guide: where only one of two series has a point, the other
 * counts as 0; a division by zero gives no point; `IF` gives 0 where the metric of its true branch has no point.
 */
import type { Answers } from '../answers.ts';
import { AwsError, unsupported } from '../aws-service.ts';
import type { Grid, Series } from './metric-store.ts';

type Value = number | Series;
type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

/** What an expression may refer to, and the periods `FILL` has to fill. */
export interface MathScope {
  readonly grid: Grid;
  readonly answers: Answers;
  lookup(id: string): Series;
}

const LEVELS: readonly (readonly string[])[] = [
  ['OR', '||'],
  ['AND', '&&'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
];
const ARITY: Readonly<Record<string, readonly number[]>> = {
  IF: [2, 3],
  FILL: [2],
  SUM: [1],
  MIN: [1],
  MAX: [1],
  ABS: [1],
  RATE: [1],
};
const TOKEN = /\s*(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|==|!=|<=|>=|&&|\|\||[-+*/()<>,[\]])/y;

/** Evaluates `source`; the result is always a time series, as CloudWatch demands of what it returns. */
export function evaluateMath(source: string, scope: MathScope): Series {
  const value = evaluate(parseMath(source), scope);
  if (typeof value !== 'number') return value;
  throw new AwsError('ValidationError', `The expression ${source} yields a number, not a time series`);
}

/** Reads an expression, refusing what the cloud does not do. */
export function parseMath(source: string): Expression {
  const reader = readerOf(source);
  const whole = parseLevel(reader, 0);
  if (reader.peek() !== undefined) throw reader.refuse();
  return whole;
}

interface Reader {
  peek(): string | undefined;
  next(): string;
  /** Consumes `token` if it is next. */
  take(token: string): boolean;
  refuse(): Error;
}

function readerOf(source: string): Reader {
  const tokens = tokenize(source);
  let next = 0;
  return {
    peek: () => tokens[next],
    next: () => tokens[next++] ?? '',
    take: (token) => tokens[next] === token && (next += 1) > 0,
    refuse: () => unsupported(`the metric math expression ${source}`),
  };
}

function parseLevel(reader: Reader, level: number): Expression {
  const operators = LEVELS[level];
  if (operators === undefined) return parsePrimary(reader);
  let left = parseLevel(reader, level + 1);
  for (let token = reader.peek(); token !== undefined && operators.includes(token); token = reader.peek()) {
    const operator = reader.next();
    left = { kind: 'binary', operator, left, right: parseLevel(reader, level + 1) };
  }
  return left;
}

function parseList(reader: Reader, close: string): readonly Expression[] {
  const items = [parseLevel(reader, 0)];
  while (reader.take(',')) items.push(parseLevel(reader, 0));
  if (!reader.take(close)) throw reader.refuse();
  return items;
}

function parsePrimary(reader: Reader): Expression {
  if (reader.take('-')) {
    return { kind: 'binary', operator: '-', left: { kind: 'number', value: 0 }, right: parsePrimary(reader) };
  }
  if (reader.take('[')) return { kind: 'list', items: parseList(reader, ']') };
  if (reader.take('(')) {
    const [inner, second] = parseList(reader, ')');
    if (inner === undefined || second !== undefined) throw reader.refuse();
    return inner;
  }
  const token = reader.next();
  const leaf = leafOf(token);
  if (leaf?.kind !== 'number' && reader.take('(')) return call(token, parseList(reader, ')'));
  if (leaf === undefined) throw reader.refuse();
  return leaf;
}

function leafOf(token: string): Expression | undefined {
  if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
  if (/^[a-z]\w*$/.test(token)) return { kind: 'id', id: token };
  return token === 'REPEAT' ? { kind: 'word', word: token } : undefined;
}

function tokenize(source: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.trimEnd().length) {
    const token = TOKEN.exec(source)?.[1];
    if (token === undefined) throw unsupported(`the metric math expression ${source}`);
    tokens.push(token);
  }
  return tokens;
}

function call(name: string, args: readonly Expression[]): Expression {
  if (ARITY[name]?.includes(args.length) !== true)
    throw unsupported(`the metric math function ${name} with ${args.length} arguments`);
  return { kind: 'call', name, args };
}

function evaluate(node: Expression, scope: MathScope): Value {
  if (node.kind === 'number') return node.value;
  if (node.kind === 'id') return scope.lookup(node.id);
  if (node.kind === 'binary') {
    return combine([evaluate(node.left, scope), evaluate(node.right, scope)], ([a = NaN, b = NaN]) =>
      operate(node.operator, a, b),
    );
  }
  if (node.kind !== 'call') throw unsupported(`a ${node.kind} outside a function`);
  return evaluateCall(node.name, node.args, scope);
}

function evaluateCall(name: string, args: readonly Expression[], scope: MathScope): Value {
  const [first, second, third] = args;
  if (first === undefined) throw unsupported(`${name} without arguments`);
  if (name === 'FILL' && second !== undefined) return fill(series(evaluate(first, scope), name), second, scope);
  if (name === 'IF' && second !== undefined) {
    const values = [first, second, ...(third === undefined ? [] : [third])].map((arg) => evaluate(arg, scope));
    return choose(values, scope.grid);
  }
  if (name === 'ABS') return combine([evaluate(first, scope)], ([a = NaN]) => Math.abs(a));
  if (name === 'RATE') return rate(series(evaluate(first, scope), name), scope);
  const extreme = name === 'SUM' ? total : name === 'MIN' ? Math.min : Math.max;
  if (first.kind === 'list')
    return combine(
      first.items.map((item) => evaluate(item, scope)),
      (values) => extreme(...values),
    );
  return extreme(...series(evaluate(first, scope), name).values());
}

const total = (...values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function series(value: Value, name: string): Series {
  if (typeof value !== 'number') return value;
  throw new AwsError('ValidationError', `${name} needs a time series`);
}

/** Applies `apply` where any series has a point; scalars are the same everywhere. */
function combine(values: readonly Value[], apply: (numbers: readonly number[]) => number): Value {
  const all = values.filter((value) => typeof value !== 'number');
  if (all.length === 0) return apply(values.map(Number));
  const answer = new Map<number, number>();
  for (const at of new Set(all.flatMap((one) => [...one.keys()]).toSorted((a, b) => a - b))) {
    const result = apply(values.map((value) => (typeof value === 'number' ? value : (value.get(at) ?? 0))));
    if (Number.isFinite(result)) answer.set(at, result);
  }
  return answer;
}

function operate(operator: string, a: number, b: number): number {
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  if (operator === '/') return b === 0 ? NaN : a / b;
  if (operator === 'AND' || operator === '&&') return Number(a !== 0 && b !== 0);
  if (operator === 'OR' || operator === '||') return Number(a !== 0 || b !== 0);
  if (operator === '==') return Number(a === b);
  if (operator === '!=') return Number(a !== b);
  if (operator === '<') return Number(a < b);
  if (operator === '>') return Number(a > b);
  return Number(operator === '<=' ? a <= b : a >= b);
}

const times = (grid: Grid): readonly number[] =>
  Array.from({ length: grid.count }, (_, index) => grid.startMs + index * grid.periodMs);

/** The answer has no point where the condition has none, or where the false branch is needed and has none. */
function choose([condition = NaN, yes = NaN, no = NaN]: readonly Value[], grid: Grid): Value {
  const pick = (value: Value, at: number): number => (typeof value === 'number' ? value : (value.get(at) ?? NaN));
  if ([condition, yes, no].every((value) => typeof value === 'number')) return condition === 0 ? no : yes;
  const chosen = (test: number, at: number): number => {
    if (Number.isNaN(test)) return NaN;
    if (test === 0) return pick(no, at);
    // What the condition holds for and was not measured counts as 0; a constant condition has no such points.
    return typeof condition === 'number' || typeof yes === 'number' ? pick(yes, at) : (yes.get(at) ?? 0);
  };
  const points = times(grid).flatMap((at): [number, number][] => {
    const value = chosen(pick(condition, at), at);
    return Number.isNaN(value) ? [] : [[at, value]];
  });
  return new Map(points);
}

/** `fill-nothing`: a metric without any value in the range is not known, so there is nothing to fill. */
function fill(values: Series, filler: Expression, scope: MathScope): Series {
  if (values.size === 0 && scope.answers.plays('fill-nothing')) return values;
  const other = filler.kind === 'word' ? undefined : evaluate(filler, scope);
  const answer = new Map<number, number>();
  let last: number | undefined;
  for (const at of times(scope.grid)) {
    const value = values.get(at) ?? (other === undefined ? last : typeof other === 'number' ? other : other.get(at));
    if (value !== undefined) answer.set(at, value);
    last = value;
  }
  return answer;
}

/** Change per second since the point before; what that is across a gap, no source says. */
function rate(values: Series, { grid, answers }: MathScope): Series {
  const answer = new Map<number, number>();
  let before: readonly [number, number] | undefined;
  for (const at of times(grid)) {
    const value = values.get(at);
    if (value === undefined) continue;
    const gap = before !== undefined && at - before[0] > grid.periodMs;
    if (before !== undefined && !(gap && answers.plays('rate-nothing'))) {
      const spanMs = gap && answers.plays('rate-one-period') ? grid.periodMs : at - before[0];
      answer.set(at, (value - before[1]) / (spanMs / 1000));
    }
    before = [at, value];
  }
  return answer;
}
