/**
 * What Step Functions checks of a definition beyond its shape when a machine is created: ranges of numbers, the order of
 * matchers, names, and that every state can be reached. Ranges are those of the Amazon States Language and of the
 * developer guide ("Handling errors", "Quotas").
 */
import { AwsError } from '../aws-service.ts';
import { isObject } from '../fields.ts';

type Fields = Readonly<Record<string, unknown>>;

const DEFINITION_BYTES_MAX = 1024 * 1024;
const NAME_LENGTH_MAX = 80;
const SECONDS_MAX = 99_999_999;
/** 366 days. */
const DELAY_SECONDS_MAX = 31_622_400;
/** What a retrier has that says nothing else. */
const INTERVAL_SECONDS = 1;
const VARIABLE = /^[\p{ID_Start}][\p{ID_Continue}]*$/u;
/** Variables may not hide what Step Functions offers under this name. */
const RESERVED = 'states';

/** @throws AwsError `InvalidDefinition` */
export function checkLimits(json: string, startAt: string, states: Readonly<Record<string, unknown>>): void {
  if (Buffer.byteLength(json) > DEFINITION_BYTES_MAX) throw invalid('the definition is longer than 1 MiB');
  for (const [name, state] of Object.entries(states)) if (isObject(state)) checkState(name, state);
  const reached = reachedFrom(startAt, states);
  const lost = Object.keys(states).filter((name) => !reached.has(name));
  if (lost.length > 0) throw invalid(`MISSING_TRANSITION_TARGET: ${lost.join(', ')} cannot be reached`);
}

function checkState(name: string, state: Fields): void {
  if (name.length > NAME_LENGTH_MAX) throw invalid(`the name ${name} is longer than ${NAME_LENGTH_MAX} characters`);
  const retriers = listOf(state['Retry']);
  const catchers = listOf(state['Catch']);
  for (const list of [retriers, catchers]) lastForAll(name, list);
  for (const retrier of retriers) checkRetrier(name, retrier);
  for (const holder of [state, ...catchers, ...listOf(state['Choices'])]) checkVariables(name, holder);
  wholeIn(name, state, 'TimeoutSeconds', { least: 1, most: SECONDS_MAX });
  wholeIn(name, state, 'Seconds', { least: 0, most: SECONDS_MAX });
}

function checkRetrier(name: string, retrier: Fields): void {
  wholeIn(name, retrier, 'IntervalSeconds', { least: 1, most: SECONDS_MAX });
  wholeIn(name, retrier, 'MaxAttempts', { least: 0, most: SECONDS_MAX });
  const { BackoffRate, MaxDelaySeconds, JitterStrategy, IntervalSeconds = INTERVAL_SECONDS } = retrier;
  if (BackoffRate !== undefined && !(typeof BackoffRate === 'number' && BackoffRate >= 1)) {
    throw invalid(`${name}: BackoffRate must be 1 or more, not ${JSON.stringify(BackoffRate)}`);
  }
  if (JitterStrategy !== undefined && JitterStrategy !== 'FULL' && JitterStrategy !== 'NONE') {
    throw invalid(`${name}: JitterStrategy must be FULL or NONE, not ${JSON.stringify(JitterStrategy)}`);
  }
  if (MaxDelaySeconds === undefined) return;
  wholeIn(name, retrier, 'MaxDelaySeconds', { least: 1, most: DELAY_SECONDS_MAX });
  if (Number(MaxDelaySeconds) <= Number(IntervalSeconds)) {
    throw invalid(`${name}: MaxDelaySeconds must be more than IntervalSeconds`);
  }
}

function lastForAll(name: string, matchers: readonly Fields[]): void {
  const at = matchers.findIndex(({ ErrorEquals: errors }) => Array.isArray(errors) && errors.includes('States.ALL'));
  if (at >= 0 && at < matchers.length - 1) throw invalid(`${name}: States.ALL must come last`);
}

function checkVariables(name: string, { Assign }: Fields): void {
  for (const variable of Object.keys(isObject(Assign) ? Assign : {})) {
    if (variable === RESERVED || variable.length > NAME_LENGTH_MAX || !VARIABLE.test(variable)) {
      throw invalid(`${name}: a variable cannot be called ${JSON.stringify(variable)}`);
    }
  }
}

interface Range {
  readonly least: number;
  readonly most: number;
}

/** A number written into the definition; an expression is judged when it is evaluated. */
function wholeIn(name: string, fields: Fields, field: string, { least, most }: Range): void {
  const value = fields[field];
  if (value === undefined || typeof value === 'string') return;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return;
  throw invalid(`${name}: ${field} must be a whole number from ${least} to ${most}, not ${JSON.stringify(value)}`);
}

function reachedFrom(startAt: string, states: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [startAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    const state = states[name];
    if (isObject(state)) open.push(...targetsOf(state));
  }
  return reached;
}

function targetsOf(state: Fields): readonly string[] {
  const sources = [state, ...listOf(state['Catch']), ...listOf(state['Choices'])];
  return [...sources.map(({ Next }) => Next), state['Default']].filter((next) => typeof next === 'string');
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function invalid(reason: string): AwsError {
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: ${reason}`);
}
