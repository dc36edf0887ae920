/**
 * The states that call nothing: Choice, Wait, Pass, Succeed and Fail. An expression that fails in one of them fails
 * the execution, because only tasks have `Catch`.
 */
import type { ChoiceRule, ChoiceState, FailState, Outcome, State, WaitState } from './definition.ts';
import { evaluate, type Scope } from './expression.ts';
import type { Frame, Step } from './frame.ts';
import { StateError, withinLimit } from './state-error.ts';

/** What an expression sees in this frame; `extra` adds `result` or `errorOutput`. */
export function scopeOf(frame: Frame, extra: Readonly<Record<string, unknown>> = {}, retryCount = 0): Scope {
  const { machine, execution } = frame;
  const context = {
    Execution: {
      Id: execution.arn,
      Name: execution.name,
      Input: JSON.parse(execution.input) as unknown,
      RoleArn: machine.roleArn,
      StartTime: new Date(execution.startedAt).toISOString(),
      RedriveCount: 0,
    },
    StateMachine: { Id: machine.arn, Name: machine.name },
    State: { Name: frame.stateName, EnteredTime: new Date(frame.enteredAt).toISOString(), RetryCount: retryCount },
  };
  return { states: { input: frame.input, context, ...extra }, variables: frame.variables, now: frame.clock.now() };
}

/** Evaluates `Output` and `Assign` side by side on what was known before; `fallback` is the output without `Output`. */
export async function conclude(outcome: Outcome, frame: Frame, scope: Scope, fallback: unknown): Promise<Step> {
  const [input, assigned] = await Promise.all([
    outcome.Output === undefined ? fallback : evaluate(outcome.Output, scope, 'Output'),
    evaluate(outcome.Assign ?? {}, scope, 'Assign'),
  ]);
  const variables = { ...frame.variables, ...withinLimit('Assign', assigned as Record<string, unknown>) };
  return { input, variables, next: outcome.Next };
}

/** Pass and Succeed: the input, or what `Output` makes of it. */
export function stepPass(state: State, frame: Frame): Promise<Step> {
  return conclude(state, frame, scopeOf(frame), frame.input);
}

/** The first rule whose condition is true, else `Default`, else `States.NoChoiceMatched`. */
export async function stepChoice(state: ChoiceState, frame: Frame): Promise<Step> {
  const scope = scopeOf(frame);
  for (const rule of state.Choices) {
    if (await holds(rule, scope)) return conclude(rule, frame, scope, frame.input);
  }
  if (state.Default === undefined)
    throw new StateError('States.NoChoiceMatched', `no choice of ${frame.stateName} matched`);
  return conclude({ ...state, Next: state.Default }, frame, scope, frame.input);
}

async function holds(rule: ChoiceRule, scope: Scope): Promise<boolean> {
  const result = await evaluate(rule.Condition, scope, 'Condition');
  if (typeof result === 'boolean') return result;
  throw new StateError(
    'States.QueryEvaluationError',
    `Condition ${String(rule.Condition)} is not true or false but ${JSON.stringify(result)}`,
  );
}

/** AWS accepts waits up to this many seconds. */
const WAIT_SECONDS_MAX = 99_999_999;

/** Waits in cloud time, by `Seconds` or until `Timestamp`. */
export async function stepWait(state: WaitState, frame: Frame): Promise<Step> {
  const scope = scopeOf(frame);
  const ms = state.Timestamp === undefined ? await waitSeconds(state, scope) : await waitUntil(state, scope);
  if (ms > 0) await frame.execution.pause(ms);
  return conclude(state, frame, scope, frame.input);
}

async function waitSeconds(state: WaitState, scope: Scope): Promise<number> {
  const seconds = await evaluate(state.Seconds, scope, 'Seconds');
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 0 && seconds <= WAIT_SECONDS_MAX)
    return seconds * 1000;
  throw new StateError('States.QueryEvaluationError', `Seconds must be a whole number, not ${JSON.stringify(seconds)}`);
}

async function waitUntil(state: WaitState, scope: Scope): Promise<number> {
  const timestamp = await evaluate(state.Timestamp, scope, 'Timestamp');
  const at =
    typeof timestamp === 'string' && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(timestamp)
      ? Date.parse(timestamp)
      : NaN;
  if (Number.isNaN(at))
    throw new StateError('States.QueryEvaluationError', `Timestamp must be RFC 3339, not ${JSON.stringify(timestamp)}`);
  return at - scope.now;
}

/** Ends the execution with the given names; both may be expressions. */
export async function stepFail(state: FailState, frame: Frame): Promise<Step> {
  const scope = scopeOf(frame);
  const error = await evaluate(state.Error ?? '', scope, 'Error');
  throw new StateError(String(error), String(await evaluate(state.Cause ?? '', scope, 'Cause')));
}
