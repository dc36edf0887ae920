/** Tasks: arguments, results, retries, catchers, timeouts and limits. Run by the interpreter alone, in virtual time. */
import { describe, expect, it } from 'vitest';
import type { VirtualClock } from 'loopback-aws/clock.ts';
import { StateError } from 'loopback-aws/states/state-error.ts';
import { call, end, outputOf, setup, START, type Task } from './support/machine.ts';

const failing =
  (error: string, times = Infinity): Task =>
  (_input, attempt) => {
    if (attempt <= times) throw new StateError(error, 'because');
    return { attempt };
  };

describe('a task', () => {
  it('gets its arguments and gives its result', async () => {
    const { clock, run } = setup((input) => ({ Payload: input }));
    const execution = run(
      {
        Task: {
          ...call,
          Arguments: { a: ['{% $states.input.n %}', 'text'] },
          Output: '{% $states.result.Payload.a %}',
        },
      },
      { n: 1 },
    );
    await clock.advance(0);
    expect(outputOf(execution)).toEqual([1, 'text']);
  });

  it('is retried after 1, 2 and 4 seconds by default, then fails', async () => {
    const { clock, run, attemptsAt } = setup(failing('Lambda.Unknown'));
    const execution = run({ Task: { ...call, Retry: [{ ErrorEquals: ['States.ALL'] }] } });
    await clock.advance(60_000);
    expect(attemptsAt).toEqual([0, 1, 3, 7]);
    expect(end(execution)).toEqual(['FAILED', 'Lambda.Unknown']);
  });

  it('is retried with the interval, rate, limit and number of its retrier, and tells the count', async () => {
    const task = failing('Throttled', 4);
    const { clock, run, attemptsAt } = setup(task);
    const retrier = {
      ErrorEquals: ['Throttled'],
      IntervalSeconds: 2,
      BackoffRate: 3,
      MaxDelaySeconds: 10,
      MaxAttempts: 5,
      JitterStrategy: 'FULL',
    };
    const execution = run({
      Task: {
        ...call,
        Retry: [{ ErrorEquals: ['Other'], MaxAttempts: 9 }, retrier],
        Output: '{% $states.context.State.RetryCount %}',
      },
    });
    await clock.advance(120_000);
    expect(attemptsAt).toEqual([0, 2, 8, 18, 28]);
    expect(outputOf(execution)).toBe(4);
  });

  it('is not retried when MaxAttempts is 0', async () => {
    const { clock, run, attemptsAt } = setup(failing('Refused'));
    run({ Task: { ...call, Retry: [{ ErrorEquals: ['Refused'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }] } });
    await clock.advance(60_000);
    expect(attemptsAt).toEqual([0]);
  });
});

describe('a task that fails', () => {
  it.each([
    { error: 'Custom', catches: ['States.TaskFailed'], caught: true },
    { error: 'States.Timeout', catches: ['States.TaskFailed'], caught: false },
    { error: 'States.Timeout', catches: ['States.ALL'], caught: true },
    { error: 'States.DataLimitExceeded', catches: ['States.ALL'], caught: false },
    { error: 'States.Runtime', catches: ['States.ALL'], caught: false },
    { error: 'Custom', catches: ['Other'], caught: false },
  ])('failing with $error is caught by $catches: $caught', async ({ error, catches, caught }) => {
    const { clock, run } = setup(failing(error));
    const catcher = { ErrorEquals: catches, Assign: { why: '{% $states.errorOutput %}' }, Next: 'Done' };
    const execution = run({ Task: { ...call, Catch: [catcher] }, Done: { Type: 'Succeed', Output: '{% $why %}' } });
    await clock.advance(1000);
    expect(caught ? outputOf(execution) : end(execution)).toEqual(
      caught ? { Error: error, Cause: 'because' } : ['FAILED', error],
    );
  });

  it('that hangs ends with States.Timeout after TimeoutSeconds', async () => {
    const clockRef: { clock?: VirtualClock } = {};
    const { clock, run } = setup(() => clockRef.clock?.idle(() => new Promise(() => undefined)));
    clockRef.clock = clock;
    const execution = run({
      Task: { ...call, TimeoutSeconds: 45, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Done' }] },
      Done: { Type: 'Succeed' },
    });
    await clock.advance(44_999);
    expect(execution.status()).toBe('RUNNING');
    await clock.advance(1);
    expect([execution.status(), execution.ended()?.at]).toEqual(['SUCCEEDED', START + 45_000]);
  });

  it('with a result above 256 KiB fails with States.DataLimitExceeded', async () => {
    const { clock, run } = setup(() => 'x'.repeat(256 * 1024));
    const execution = run({
      Task: { ...call, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }] },
      Done: { Type: 'Succeed' },
    });
    await clock.advance(0);
    expect(end(execution)).toEqual(['FAILED', 'States.DataLimitExceeded']);
  });

  it('that breaks the lab itself fails the execution and is reported as a defect', async () => {
    const { clock, run, defects } = setup(() => {
      throw new TypeError('a bug');
    });
    const execution = run({
      Task: { ...call, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }] },
      Done: { Type: 'Succeed' },
    });
    await clock.advance(0);
    expect(end(execution)).toEqual(['FAILED', 'States.Runtime']);
    expect(defects).toHaveLength(1);
  });
});
