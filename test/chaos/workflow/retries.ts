/**
 * How often each state of the workflow asks again, and after how long: read from the definition that is deployed, so
 * that this machine and that one cannot drift apart.
 */
import { WORKFLOW_DEFINITION as DEFINITION } from '../../support/workflow-definition.ts';
import type { Retrier } from '../../../lib/workflow/states.ts';

/** Longest life of an execution, seconds. */
export const EXECUTION_SECONDS = DEFINITION.TimeoutSeconds;

/** @returns the pause before that retry (from 0) in ms without jitter; undefined when the state gives up. */
export function pauseBefore(state: string, error: string, retry: number): number | undefined {
  const retrier = retriersOf(state).find(
    ({ ErrorEquals }) => ErrorEquals.includes(error) || ErrorEquals[0] === 'States.ALL',
  );
  if (retrier === undefined || retry >= retrier.MaxAttempts) return undefined;
  return Math.min(retrier.MaxDelaySeconds, retrier.IntervalSeconds * retrier.BackoffRate ** retry) * 1_000;
}

/** @throws Error when the workflow has no such task */
function retriersOf(state: string): readonly Retrier[] {
  const found = DEFINITION.States[state];
  if (found?.Type !== 'Task') throw new Error(`the workflow has no task ${state}`);
  return found.Retry;
}
