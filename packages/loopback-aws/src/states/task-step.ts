/**
 * The Task state: arguments, the call with its timeout, retries and catchers. Everything from the arguments to the
 * output counts as the task, so an expression that fails there can be retried and caught like an error of the call.
 */
import type { Retrier, TaskState } from './definition.ts';
import { evaluate } from './expression.ts';
import type { Frame, Step } from './frame.ts';
import { conclude, scopeOf } from './state-steps.ts';
import { covers, StateError, withinLimit } from './state-error.ts';

/** Attempts left per retrier: each counts its own errors, as in AWS. */
type Spent = Map<Retrier, number>;

/** Runs the task until it succeeds, is caught or has failed for good. */
export async function stepTask(state: TaskState, frame: Frame): Promise<Step> {
  const spent: Spent = new Map();
  for (let retryCount = 0; ; retryCount += 1) {
    try {
      return await attempt(state, frame, retryCount);
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      const delayMs = retryDelayMs(state, error, spent);
      if (delayMs === undefined) return await handle(state, frame, error);
      await frame.execution.pause(delayMs);
    }
  }
}

async function attempt(state: TaskState, frame: Frame, retryCount: number): Promise<Step> {
  const { history } = frame.execution;
  const scope = scopeOf(frame, {}, retryCount);
  const input = withinLimit('Arguments', await evaluate(state.Arguments ?? frame.input, scope, 'Arguments'));
  const timeoutSeconds = await evaluate(state.TimeoutSeconds, scope, 'TimeoutSeconds');
  const resource = { resourceType: state.Resource.split(':')[5], resource: state.Resource.split(':').at(-1) };
  history.add('TaskScheduled', { taskScheduledEventDetails: { ...resource, parameters: JSON.stringify(input) } });
  history.add('TaskStarted', { taskStartedEventDetails: resource });
  try {
    const result = withinLimit('The task result', await runWithTimeout(state, frame, input, timeoutSeconds));
    history.add('TaskSucceeded', { taskSucceededEventDetails: { ...resource, output: JSON.stringify(result) } });
    return await conclude(state, frame, scopeOf(frame, { result }, retryCount), result);
  } catch (error) {
    if (error instanceof StateError) noteFailure(frame, resource, error);
    throw error;
  }
}

function noteFailure(frame: Frame, resource: object, { error, message: cause }: StateError): void {
  if (frame.execution.status() !== 'RUNNING' || error === 'States.Runtime') return;
  const types: Readonly<Record<string, string>> = {
    'States.Timeout': 'TaskTimedOut',
    'States.QueryEvaluationError': 'EvaluationFailed',
  };
  const type = types[error] ?? 'TaskFailed';
  frame.execution.history.add(type, {
    [`${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`]: { ...resource, error, cause },
  });
}

function runWithTimeout(state: TaskState, frame: Frame, input: unknown, timeoutSeconds: unknown): Promise<unknown> {
  const { clock, execution, machine } = frame;
  const call = clock.busy(() => frame.runTask(state.Resource, input, machine.name));
  if (timeoutSeconds === undefined) return call;
  if (typeof timeoutSeconds !== 'number' || timeoutSeconds <= 0) {
    throw new StateError(
      'States.QueryEvaluationError',
      `TimeoutSeconds must be above 0, not ${JSON.stringify(timeoutSeconds)}`,
    );
  }
  return new Promise((resolve, reject) => {
    const cancel = execution.after(clock.patience(timeoutSeconds * 1000), () => {
      reject(new StateError('States.Timeout', `the task ran longer than ${timeoutSeconds} seconds`));
    });
    call.then(resolve, reject).finally(cancel);
  });
}

const DEFAULTS = { IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2 };

/** Milliseconds to the next attempt, or undefined when no retrier has attempts left for the error. */
function retryDelayMs(state: TaskState, error: StateError, spent: Spent): number | undefined {
  const retrier = state.Retry?.find((candidate) => covers(candidate.ErrorEquals, error.error));
  if (retrier === undefined) return undefined;
  const { IntervalSeconds, MaxAttempts, BackoffRate } = { ...DEFAULTS, ...retrier };
  const attempts = spent.get(retrier) ?? 0;
  if (attempts >= MaxAttempts) return undefined;
  spent.set(retrier, attempts + 1);
  const seconds = Math.min(IntervalSeconds * BackoffRate ** attempts, retrier.MaxDelaySeconds ?? Infinity);
  // FULL jitter picks any delay up to this one; the cloud takes the longest, so that every run is the same.
  return seconds * 1000;
}

async function handle(state: TaskState, frame: Frame, error: StateError): Promise<Step> {
  const catcher = state.Catch?.find((candidate) => covers(candidate.ErrorEquals, error.error));
  if (catcher === undefined) throw error;
  const errorOutput = { Error: error.error, Cause: error.message };
  return conclude(catcher, frame, scopeOf(frame, { errorOutput }), errorOutput);
}
