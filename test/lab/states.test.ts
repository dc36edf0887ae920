/** How states behave, and what expressions see. Run by the interpreter alone, in virtual time. */
import { describe, expect, it } from 'vitest';
import { call, end, outputOf, setup, START } from './support/machine.ts';

describe('a state machine', () => {
  it('passes input through Pass with Output, and remembers what it assigned', async () => {
    const { clock, run } = setup();
    const execution = run(
      {
        First: {
          Type: 'Pass',
          Output: { doubled: '{% $states.input.n * 2 %}' },
          Assign: { n: '{% $states.input.n %}' },
          Next: 'Second',
        },
        Second: { Type: 'Pass', Output: '{% {"n": $n, "doubled": $states.input.doubled} %}', Next: 'Done' },
        Done: { Type: 'Succeed' },
      },
      { n: 4 },
    );
    await clock.advance(0);
    expect(outputOf(execution)).toEqual({ n: 4, doubled: 8 });
  });

  it('evaluates Assign and Output of one state on the values at its entry', async () => {
    const { clock, run } = setup();
    const execution = run({
      First: { Type: 'Pass', Assign: { n: 1 }, Next: 'Second' },
      Second: { Type: 'Pass', Assign: { n: '{% $n + 1 %}' }, Output: '{% $n %}', Next: 'Third' },
      Third: { Type: 'Pass', Output: '{% [$states.input, $n] %}', End: true },
    });
    await clock.advance(0);
    expect(outputOf(execution)).toEqual([1, 2]);
  });

  it.each([
    { case: 'the first true rule', input: { level: 5 }, expected: 'high' },
    { case: 'a later rule', input: { level: 2 }, expected: 'low' },
    { case: 'the default', input: { level: 0 }, expected: 'none' },
  ])('chooses $case', async ({ input, expected }) => {
    const { clock, run } = setup();
    const rule = (condition: string, Output: string): object => ({ Condition: condition, Output, Next: 'Done' });
    const execution = run(
      {
        Choose: {
          Type: 'Choice',
          Choices: [rule('{% $states.input.level > 3 %}', 'high'), rule('{% $states.input.level > 1 %}', 'low')],
          Default: 'Done',
          Output: 'none',
        },
        Done: { Type: 'Succeed' },
      },
      input,
    );
    await clock.advance(0);
    expect(outputOf(execution)).toBe(expected);
  });
});

describe('the states of a machine', () => {
  it('fails with States.NoChoiceMatched when nothing matches and there is no default', async () => {
    const { clock, run } = setup();
    const execution = run({
      Choose: { Type: 'Choice', Choices: [{ Condition: false, Next: 'Done' }] },
      Done: { Type: 'Succeed' },
    });
    await clock.advance(0);
    expect(end(execution)).toEqual(['FAILED', 'States.NoChoiceMatched']);
  });

  it.each([
    { case: 'seconds', wait: { Seconds: '{% $states.input.s %}' }, input: { s: 86_400 }, seconds: 86_400 },
    {
      case: 'a timestamp',
      wait: { Timestamp: '{% $states.input.at %}' },
      input: { at: '2026-11-21T01:00:00Z' },
      seconds: 3600,
    },
    { case: 'a timestamp that has passed', wait: { Timestamp: '2020-01-01T00:00:00Z' }, input: {}, seconds: 0 },
  ])('waits in lab time for $case', async ({ wait, input, seconds }) => {
    const { clock, run } = setup();
    const execution = run({ Wait: { Type: 'Wait', ...wait, End: true } }, input);
    await clock.advance(Math.max(0, seconds * 1000 - 1));
    expect(execution.status()).toBe(seconds === 0 ? 'SUCCEEDED' : 'RUNNING');
    await clock.advance(1);
    expect([execution.status(), execution.ended()?.at]).toEqual(['SUCCEEDED', START + seconds * 1000]);
  });

  it('ends a Fail state with its own error and cause', async () => {
    const { clock, run } = setup();
    const execution = run(
      { Stop: { Type: 'Fail', Error: 'NotHealed', Cause: '{% "for " & $states.input.service %}' } },
      { service: 'checkout' },
    );
    await clock.advance(0);
    expect(execution.ended()).toMatchObject({ status: 'FAILED', error: 'NotHealed', cause: 'for checkout' });
  });
});

describe('what expressions of a machine see', () => {
  it('shows the context object, and lab time to $now and $millis', async () => {
    const { clock, run } = setup();
    const execution = run(
      {
        Wait: { Type: 'Wait', Seconds: 60, Next: 'Look' },
        Look: {
          Type: 'Pass',
          Output:
            '{% [$states.context.Execution.Name, $states.context.Execution.Input.a, $states.context.State.Name, $states.context.State.EnteredTime, $states.context.Execution.StartTime, $now(), $millis()] %}',
          End: true,
        },
      },
      { a: 1 },
    );
    await clock.advance(60_000);
    const later = '2026-11-21T00:01:00.000Z';
    expect(outputOf(execution)).toEqual(['run', 1, 'Look', later, '2026-11-21T00:00:00.000Z', later, START + 60_000]);
  });

  it('has the functions Step Functions adds, and no $eval', async () => {
    const { clock, run } = setup();
    const good = run({
      P: {
        Type: 'Pass',
        Output:
          '{% {"p": $partition([1,2,3], 2), "r": $range(0, 4, 2), "h": $hash("a", "SHA-256"), "x": $parse("{\\"x\\":1}").x} %}',
        End: true,
      },
    });
    const bad = run({ P: { Type: 'Pass', Output: '{% $eval("1") %}', End: true } });
    await clock.advance(0);
    expect(outputOf(good)).toEqual({
      p: [[1, 2], [3]],
      r: [0, 2, 4],
      h: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
      x: 1,
    });
    expect(end(bad)).toEqual(['FAILED', 'States.QueryEvaluationError']);
  });
});

describe('an expression that yields nothing', () => {
  it.each([
    { case: 'Pass', body: { S: { Type: 'Pass', Output: '{% $states.input.missing %}', End: true } } },
    { case: 'Wait', body: { S: { Type: 'Wait', Seconds: '{% $states.input.missing %}', End: true } } },
    {
      case: 'Choice',
      body: {
        S: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.missing %}', Next: 'E' }], Default: 'E' },
        E: { Type: 'Succeed' },
      },
    },
    { case: 'an unassigned variable', body: { S: { Type: 'Pass', Output: '{% $nobody %}', End: true } } },
  ])('fails the execution in $case', async ({ body }) => {
    const { clock, run } = setup();
    const execution = run(body);
    await clock.advance(0);
    expect(end(execution)).toEqual(['FAILED', 'States.QueryEvaluationError']);
  });

  it.each(['Arguments', 'Output', 'Assign'])('can be caught in the %s of a Task', async (field) => {
    const { clock, run } = setup();
    const execution = run({
      Task: {
        ...call,
        [field]: { x: '{% $states.input.missing %}' },
        Catch: [
          { ErrorEquals: ['States.QueryEvaluationError'], Output: '{% $states.errorOutput.Error %}', Next: 'Done' },
        ],
      },
      Done: { Type: 'Succeed' },
    });
    await clock.advance(0);
    expect(outputOf(execution)).toBe('States.QueryEvaluationError');
  });
});
