/**
 * The parts of the Amazon States Language that the healer uses, as types, so that a task without timeout, retry or catch
 * does not compile. JSONata only.
 */

/** A value of the state machine: plain JSON, or a JSONata expression made by `jsonata`. */
export type Value = string | number | boolean | Values | readonly Value[];
export interface Values {
  readonly [key: string]: Value;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxAttempts: number;
  readonly MaxDelaySeconds: number;
  readonly JitterStrategy: 'FULL';
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Assign?: Values;
  readonly Output?: Value;
}

/** Every task has a timeout, a retry and a catch: the language's defaults are 99,999,999 seconds and none. */
export interface TaskState {
  readonly Type: 'Task';
  readonly Comment?: string;
  readonly Resource: string;
  readonly Arguments: Values;
  readonly TimeoutSeconds: number;
  readonly Retry: readonly Retrier[];
  readonly Catch: readonly Catcher[];
  readonly Assign?: Values;
  readonly Output?: Value;
  readonly Next: string;
}

export interface ChoiceState {
  readonly Type: 'Choice';
  readonly Comment?: string;
  readonly Choices: readonly { readonly Condition: string; readonly Next: string; readonly Assign?: Values }[];
  readonly Default: string;
}

export interface WaitState {
  readonly Type: 'Wait';
  readonly Comment?: string;
  readonly Seconds: string;
  readonly Assign?: Values;
  readonly Next: string;
}

export interface PassState {
  readonly Type: 'Pass';
  readonly Comment?: string;
  readonly Assign?: Values;
  readonly Next: string;
}

export interface SucceedState {
  readonly Type: 'Succeed';
  readonly Comment?: string;
  readonly Output?: Value;
}

export interface FailState {
  readonly Type: 'Fail';
  readonly Comment?: string;
  readonly Error: string;
  readonly Cause: string;
}

export type State = TaskState | ChoiceState | WaitState | PassState | SucceedState | FailState;

export interface Definition {
  readonly Comment: string;
  readonly QueryLanguage: 'JSONata';
  readonly TimeoutSeconds: number;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** One rule of a choice: its condition and its target. */
export interface Branch {
  readonly condition: string;
  readonly next: string;
}

/** A JSONata expression. An optional field needs `$exists`: Step Functions fails on undefined. */
export function jsonata(expression: string): string {
  return `{% ${expression} %}`;
}

/** All errors that remain after a task's retries. */
export const EVERY_ERROR = ['States.ALL'] as const;

/** A quick first retry, because a heal is urgent; then slower ones, because a throttle lasts. */
export function retry(errors: readonly string[]): readonly Retrier[] {
  return [
    {
      ErrorEquals: errors,
      IntervalSeconds: 1,
      BackoffRate: 2,
      MaxAttempts: 5,
      MaxDelaySeconds: 16,
      // Services fail together; their heals must not retry together.
      JitterStrategy: 'FULL',
    },
  ];
}
