/** Executions as a whole: their ends, names, history and events. Run by the interpreter alone, in virtual time. */
import { describe, expect, it } from 'vitest';
import { call, end, setup, START } from './support/machine.ts';

const wait = { Wait: { Type: 'Wait', Seconds: 100, Next: 'Task' }, Task: call };

describe('an execution', () => {
  it('ends with TIMED_OUT at the TimeoutSeconds of the machine, and nothing runs afterwards', async () => {
    const { clock, run, attemptsAt } = setup();
    const execution = run(wait, {}, { TimeoutSeconds: 50 });
    await clock.advance(1_000_000);
    expect([execution.status(), execution.ended()?.at]).toEqual(['TIMED_OUT', START + 50_000]);
    expect(attemptsAt).toEqual([]);
  });

  it('fails when its history is full, so a loop cannot run for ever', async () => {
    const { clock, run } = setup();
    const execution = run({
      Loop: { Type: 'Pass', Next: 'Again' },
      Again: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Loop' }], Default: 'End' },
      End: { Type: 'Succeed' },
    });
    await clock.advance(0);
    expect(end(execution)).toEqual(['FAILED', 'States.Runtime']);
    expect(execution.history.events).toHaveLength(25_000);
  });

  it('with the same name and input is the same one while it runs, and refused otherwise', async () => {
    const { clock, states, run } = setup();
    const first = run(wait, { a: 1 });
    expect(states.start(first.machineArn, { name: 'run', input: '{"a":1}' })).toBe(first);
    expect(() => states.start(first.machineArn, { name: 'run', input: '{"a":2}' })).toThrow(/Execution Already Exists/);
    await clock.advance(100_000);
    expect(() => states.start(first.machineArn, { name: 'run', input: '{"a":1}' })).toThrow(/Execution Already Exists/);
  });

  it.each(['a:b', 'with space', 'x'.repeat(81), ''])('is refused the name "%s"', (name) => {
    const { states, run } = setup();
    const { machineArn } = run(wait);
    expect(() => states.start(machineArn, { name })).toThrow(/Invalid Name/);
  });
});

describe('what an execution leaves behind', () => {
  it('tells its history in order', async () => {
    const { clock, run } = setup();
    const execution = run({ Task: { ...call, TimeoutSeconds: 9 } });
    await clock.advance(0);
    expect(execution.history.events.map((event) => event.type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('announces its status with dates in milliseconds and texts for input and output', async () => {
    const { clock, run, events } = setup();
    run({ S: { Type: 'Succeed' } }, { a: 1 });
    await clock.advance(0);
    expect(
      events.map((event) => [
        event.source,
        event['detail-type'],
        event.detail['status'],
        event.detail['stopDate'],
        event.detail['output'],
      ]),
    ).toEqual([
      ['aws.states', 'Step Functions Execution Status Change', 'RUNNING', null, null],
      ['aws.states', 'Step Functions Execution Status Change', 'SUCCEEDED', START, '{"a":1}'],
    ]);
  });

  it('runs a thousand at a time through a day of waiting in little real time', async () => {
    const { clock, states, run } = setup();
    const { machineArn } = run({ Wait: { Type: 'Wait', Seconds: 86_400, End: true } });
    for (let index = 0; index < 999; index += 1) states.start(machineArn, { name: `n${index}` });
    await clock.advance(86_400_000);
    expect(states.executions().every((execution) => execution.status() === 'SUCCEEDED')).toBe(true);
  });
});
