/**
 * The part of the Amazon States Language that the healer uses, as types, so that a state without a timeout, a retry or
 * a way out does not compile. JSONata only. It must not know what any state is for.
 */

/** A value as the state machine takes it: plain JSON, or a JSONata expression made by `jsonata`. */
export type Value = string | number | boolean | Values | readonly Value[];
export interface Values {
  readonly [key: string]: Value;
}

/** How often, and how patiently, a state asks again. */
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

/** Every task has a timeout, a retry and a catch: the defaults of the language are 99,999,999 seconds and none. */
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

/** One rule of a choice: the expression under which it applies, and where it leads. */
export interface Branch {
  readonly condition: string;
  readonly next: string;
}

/** A JSONata expression. A field that may be missing needs `$exists`: Step Functions fails on undefined. */
export function jsonata(expression: string): string {
  return `{% ${expression} %}`;
}

/** The errors of a task that are left after its retries, all of them. */
export const EVERY_ERROR = ['States.ALL'] as const;

/** A quick first retry, because a heal is in a hurry; then slower ones, because a throttle is not. */
export function retry(errors: readonly string[]): readonly Retrier[] {
  return [
    {
      ErrorEquals: errors,
      IntervalSeconds: 1,
      BackoffRate: 2,
      MaxAttempts: 5,
      MaxDelaySeconds: 16,
      // Services fail together; their heals must not ask again together.
      JitterStrategy: 'FULL',
    },
  ];
}
