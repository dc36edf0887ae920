/**
 * JSONata as Step Functions runs it. The reference engine returns undefined where AWS fails, reads the real clock and
 * has `$eval`; here undefined is `States.QueryEvaluationError`, time is cloud time and `$eval` is refused. Only texts
 * that are `{% … %}` from end to end are expressions.
 */
import { createHash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';
import { AwsError } from '../aws-service.ts';
import { isObject } from '../fields.ts';
import { StateError } from './state-error.ts';

/** Names an expression can see: `$states` and the assigned variables. */
export interface Scope {
  readonly states: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Cloud time in ms, for `$now()` and `$millis()`. */
  readonly now: number;
}

/** As in AWS: an evaluation gets a second. */
const EVALUATION_MS_MAX = 1000;

const compiled = new Map<string, jsonata.Expression>();

function compile(source: string): jsonata.Expression {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const expression = jsonata(source, { timeout: EVALUATION_MS_MAX });
  compiled.set(source, expression);
  return expression;
}

/** The source between `{%` and `%}`, or undefined when the text is only a text. */
function sourceOf(value: string): string | undefined {
  return value.startsWith('{%') && value.endsWith('%}') ? value.slice(2, -2).trim() : undefined;
}

/** Throws `InvalidDefinition` for an expression that does not parse or has spaces around its braces. */
export function checkExpressions(where: string, value: unknown): void {
  if (isObject(value) || Array.isArray(value)) {
    for (const item of Object.values(value)) checkExpressions(where, item);
    return;
  }
  if (typeof value !== 'string') return;
  const source = sourceOf(value);
  try {
    if (source !== undefined) compile(source);
  } catch (error) {
    throw new AwsError('InvalidDefinition', `Invalid JSONata in ${where}: ${describe(error)}`);
  }
  if (source === undefined && sourceOf(value.trim()) !== undefined) {
    throw new AwsError('InvalidDefinition', `${where}: spaces around {% %} are not allowed`);
  }
}

/** Evaluates every expression inside `template`; `where` names the field in errors. */
export async function evaluate(template: unknown, scope: Scope, where: string): Promise<unknown> {
  if (Array.isArray(template)) return Promise.all(template.map((item) => evaluate(item, scope, where)));
  if (isObject(template)) {
    const fields = Object.entries(template).map(async ([key, value]) => [
      key,
      await evaluate(value, scope, `${where}/${key}`),
    ]);
    return Object.fromEntries(await Promise.all(fields)) as unknown;
  }
  const source = typeof template === 'string' ? sourceOf(template) : undefined;
  return source === undefined ? template : evaluateSource(source, scope, where);
}

async function evaluateSource(source: string, scope: Scope, where: string): Promise<unknown> {
  const failure = (cause: string): StateError =>
    new StateError(
      'States.QueryEvaluationError',
      `The JSONata expression '${source}' specified for the field '${where}' ${cause}`,
    );
  let result: unknown;
  try {
    result = await compile(source).evaluate(undefined, {
      ...functions(scope.now),
      ...scope.variables,
      states: scope.states,
    });
  } catch (error) {
    throw failure(`threw an error during evaluation. ${describe(error)}`);
  }
  const json = JSON.stringify(result);
  if (json === undefined) throw failure('returned nothing (undefined).');
  return JSON.parse(json) as unknown;
}

const describe = (error: unknown): string =>
  isObject(error) && 'message' in error ? String(error['message']) : String(error);

/** What Step Functions adds to JSONata, and what must not read the real clock. */
function functions(now: number): Record<string, unknown> {
  return {
    now: (picture?: string) => {
      if (picture !== undefined)
        throw new Error('the cloud does not support $now(picture); use $fromMillis($millis(), picture)');
      return new Date(now).toISOString();
    },
    millis: () => now,
    eval: () => {
      throw new Error('$eval is not available in Step Functions');
    },
    parse: (json: string) => JSON.parse(json) as unknown,
    uuid: () => randomUUID(),
    hash: (value: string, algorithm: string) => createHash(algorithm.replace('-', '')).update(value).digest('hex'),
    partition: (items: unknown[], size: number) =>
      Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
        items.slice(index * size, (index + 1) * size),
      ),
    range: (first: number, last: number, step: number) =>
      Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step),
  };
}
