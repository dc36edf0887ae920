/**
 * The part of Amazon States Language the cloud runs: Standard machines in JSONata, the state types below and nothing
 * else. A definition is checked whole when the machine is created, so that a field the interpreter would ignore, a
 * dangling `Next` or an expression that does not parse is found at deployment, as in AWS.
 */
import { unsupported } from '../aws-service.ts';
import { isObject } from '../fields.ts';
import { checkLimits, invalid } from './definition-limits.ts';
import { checkExpressions } from './expression.ts';
import { isSupportedResource } from './integrations.ts';

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

/** What follows a state, a choice rule or a catcher. */
export interface Outcome {
  readonly Output?: unknown;
  readonly Assign?: Readonly<Record<string, unknown>>;
  readonly Next?: string;
  readonly End?: boolean;
}

interface Catcher extends Outcome {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
}

export interface TaskState extends Outcome {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Arguments?: unknown;
  readonly TimeoutSeconds?: number | string;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface ChoiceRule extends Outcome {
  readonly Condition: string | boolean;
  readonly Next: string;
}

export interface ChoiceState extends Outcome {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

export interface WaitState extends Outcome {
  readonly Type: 'Wait';
  readonly Seconds?: number | string;
  readonly Timestamp?: string;
}

export interface FailState extends Outcome {
  readonly Type: 'Fail';
  readonly Error?: string;
  readonly Cause?: string;
}

export type State =
  | TaskState
  | ChoiceState
  | WaitState
  | FailState
  | (Outcome & { readonly Type: 'Pass' })
  | (Outcome & { readonly Type: 'Succeed' });

export interface Definition {
  readonly StartAt: string;
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, State>>;
}

const FLOW = ['Next', 'End'];
const RESULT = ['Output', 'Assign'];
const EVERYWHERE = ['Type', 'Comment', 'QueryLanguage'];

const FIELDS: Readonly<Record<State['Type'], readonly string[]>> = {
  Task: [...RESULT, ...FLOW, 'Resource', 'Arguments', 'TimeoutSeconds', 'Retry', 'Catch'],
  Choice: [...RESULT, 'Choices', 'Default'],
  Wait: [...RESULT, ...FLOW, 'Seconds', 'Timestamp'],
  Pass: [...RESULT, ...FLOW],
  Succeed: ['Output'],
  Fail: ['Error', 'Cause'],
};

const RETRIER = [
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
  'Comment',
];
const CATCHER = ['ErrorEquals', 'Next', 'Comment', ...RESULT];
const RULE = ['Condition', 'Next', 'Comment', ...RESULT];
const MACHINE = ['Comment', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds', 'Version'];

/** Returns the definition when the cloud can run all of it; throws `InvalidDefinition`, or 501 for what it cannot do. */
export function validateDefinition(json: string): Definition {
  const machine: unknown = parse(json);
  const states = isObject(machine) ? machine['States'] : undefined;
  if (!isObject(machine) || !isObject(states)) throw invalid('a definition needs States');
  known('the state machine', machine, MACHINE);
  if (machine['QueryLanguage'] !== 'JSONata') throw unsupported('state machines that are not written in JSONata');
  const names = Object.keys(states);
  target(names, 'StartAt', machine['StartAt']);
  for (const [name, state] of Object.entries(states)) checkState(names, name, state);
  if (!Object.values(states).some(isEnd)) throw invalid('no state ends the machine');
  checkLimits(json, String(machine['StartAt']), states);
  return machine as unknown as Definition;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw invalid(`not JSON: ${String(error)}`);
  }
}

const isEnd = (state: unknown): boolean =>
  isObject(state) && (state['End'] === true || state['Type'] === 'Succeed' || state['Type'] === 'Fail');

function checkState(names: readonly string[], name: string, state: unknown): void {
  if (!isObject(state)) throw invalid(`${name} is not a state`);
  const type = state['Type'];
  if (typeof type !== 'string' || !(type in FIELDS)) throw unsupported(`the state type ${String(type)} (${name})`);
  known(`${type} ${name}`, state, [...EVERYWHERE, ...FIELDS[type as State['Type']]]);
  if ((state['QueryLanguage'] ?? 'JSONata') !== 'JSONata')
    throw unsupported(`${String(state['QueryLanguage'])} in ${name}`);
  checkExpressions(name, state);
  const flows = FIELDS[type as State['Type']].includes('Next');
  if (flows && (state['End'] === true) === (state['Next'] !== undefined))
    throw invalid(`${name} needs either Next or End`);
  if (flows && state['End'] !== true) target(names, name, state['Next']);
  if (type === 'Task') checkTask(names, name, state);
  if (type === 'Choice') checkChoice(names, name, state);
  if (type === 'Wait' && (state['Seconds'] === undefined) === (state['Timestamp'] === undefined)) {
    throw invalid(`${name} needs either Seconds or Timestamp`);
  }
}

function checkTask(names: readonly string[], name: string, state: Record<string, unknown>): void {
  const resource = String(state['Resource']);
  if (!isSupportedResource(resource)) throw unsupported(`the task resource ${resource} (${name})`);
  for (const retrier of items(name, state, 'Retry')) {
    known(`Retry of ${name}`, retrier, RETRIER);
    checkErrors(name, retrier);
  }
  for (const catcher of items(name, state, 'Catch')) {
    known(`Catch of ${name}`, catcher, CATCHER);
    checkErrors(name, catcher);
    target(names, name, catcher['Next']);
  }
}

function checkErrors(name: string, matcher: Record<string, unknown>): void {
  const errors = matcher['ErrorEquals'];
  if (!Array.isArray(errors) || errors.length === 0) throw invalid(`${name}: ErrorEquals must not be empty`);
  if (errors.includes('States.ALL') && errors.length > 1) throw invalid(`${name}: States.ALL must stand alone`);
}

function checkChoice(names: readonly string[], name: string, state: Record<string, unknown>): void {
  const rules = items(name, state, 'Choices');
  if (rules.length === 0) throw invalid(`${name} has no choices`);
  for (const rule of rules) {
    known(`a choice of ${name}`, rule, RULE);
    if (rule['Condition'] === undefined) throw invalid(`${name}: a choice has no Condition`);
    target(names, name, rule['Next']);
  }
  if (state['Default'] !== undefined) target(names, name, state['Default']);
}

function items(name: string, state: Record<string, unknown>, field: string): readonly Record<string, unknown>[] {
  const value = state[field] ?? [];
  if (!Array.isArray(value) || !value.every(isObject)) throw invalid(`${field} of ${name} must be a list of objects`);
  return value;
}

function target(names: readonly string[], from: string, next: unknown): void {
  if (!names.includes(String(next))) throw invalid(`${from} leads to ${String(next)}, which is not a state`);
}

function known(where: string, value: Record<string, unknown>, fields: readonly string[]): void {
  const unknown = Object.keys(value).filter((field) => !fields.includes(field));
  if (unknown.length > 0) throw unsupported(`${unknown.join(', ')} in ${where}`);
}
