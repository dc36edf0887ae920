/**
 * One execution: its record, its place in time and its end. It can be stopped from outside while it waits; whatever
 * it was waiting for is then forgotten. How states behave is the interpreter's business.
 */
import type { Cancel, Clock } from '../clock.ts';
import { createHistory, type History } from './history.ts';

type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

interface ExecutionEnd {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly input: string;
  readonly startedAt: number;
  readonly history: History;
  status(): ExecutionStatus;
  /** Undefined while it runs. */
  ended(): (ExecutionEnd & { readonly at: number }) | undefined;
  /** Ends it; only the first end counts. */
  end(end: ExecutionEnd): void;
  /** Waits `ms` of cloud time; never comes back when the execution ends first. */
  pause(ms: number): Promise<void>;
  /** Calls `task` after `ms` of cloud time unless cancelled or ended first. */
  after(ms: number, task: () => void): Cancel;
}

const END_EVENTS: Readonly<Record<ExecutionEnd['status'], string>> = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
};

export type ExecutionStart = Pick<Execution, 'arn' | 'name' | 'machineArn' | 'input'>;

/** A running execution that has not entered a state; `onEnd` is called once. */
export function createExecution(clock: Clock, start: ExecutionStart, onEnd: (execution: Execution) => void): Execution {
  const history = createHistory(() => clock.now());
  const timers = new Set<Cancel>();
  let ended: (ExecutionEnd & { readonly at: number }) | undefined;

  const after = (ms: number, task: () => void): Cancel => {
    if (ended !== undefined) return () => undefined;
    const cancel = clock.at(clock.now() + ms, () => {
      timers.delete(cancel);
      task();
    });
    timers.add(cancel);
    return () => {
      timers.delete(cancel);
      cancel();
    };
  };
  const execution: Execution = {
    ...start,
    startedAt: clock.now(),
    history,
    status: () => ended?.status ?? 'RUNNING',
    ended: () => ended,
    end(end) {
      if (ended !== undefined) return;
      ended = { ...end, at: clock.now() };
      for (const cancel of timers) cancel();
      const type = END_EVENTS[end.status];
      const { output, error, cause } = end;
      history.end(type, {
        [`e${type.slice(1)}EventDetails`]: end.status === 'SUCCEEDED' ? { output } : { error, cause },
      });
      onEnd(execution);
    },
    pause: (ms) => new Promise((resolve) => void after(ms, resolve)),
    after,
  };
  history.add('ExecutionStarted', { executionStartedEventDetails: { input: start.input } });
  return execution;
}
