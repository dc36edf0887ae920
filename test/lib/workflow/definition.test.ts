/**
 * The workflow as it was synthesized, walked as a graph: a branch for every command and none spare, a timeout, a retry
 * and a way out for every task, and no end without a message.
 */
import { createRequire } from 'node:module';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { ACTION_KINDS } from '../../../core/vocabulary.ts';
import type { AwaitedCommand, Command, CommandKind } from '../../../core/incident/command.ts';
import type { Message } from '../../../core/incident/message.ts';
import type { ChoiceState, State, TaskState } from '../../../lib/workflow/states.ts';
import { aChatNotification } from '../../support/chat.ts';
import { shopTemplate } from '../support/shop.ts';
import { definitionOf } from '../support/templates.ts';

/** The validator comes without types. */
type AslValidator = (
  definition: unknown,
  options: { readonly checkPaths: boolean; readonly checkArn: boolean },
) => { readonly isValid: boolean; readonly errorsText: (separator: string) => string };

const definition = definitionOf(shopTemplate());
const { States: states } = definition;

const MESSAGE: Message = {
  subject: 'checkout heals',
  body: 'It is broken.',
  attributes: { service: 'checkout', failureType: 'broken', stage: 'ended', outcome: '', severity: 'high' },
  chat: aChatNotification('checkout heals'),
};

/** What can be waited for, each with the state that carries it out. */
const AWAITED: Readonly<Record<AwaitedCommand['kind'], readonly (readonly [AwaitedCommand, string])[]>> = {
  decide: [[{ kind: 'decide' }, 'Decide']],
  act: ACTION_KINDS.flatMap((remedy) => {
    const state = `${remedy.slice(0, 1).toUpperCase()}${remedy.slice(1)}`;
    return [
      [{ kind: 'act', remedy, operation: 'apply' }, state],
      [{ kind: 'act', remedy, operation: 'undo' }, `Undo${state}`],
    ] as const;
  }),
  verify: [[{ kind: 'verify' }, 'Verify']],
};

/** Commands of every kind, each with the state that carries it out. */
const COMMANDS: Readonly<Record<CommandKind, readonly (readonly [Command, string])[]>> = {
  ...AWAITED,
  announce: [[{ kind: 'announce', message: MESSAGE, next: { kind: 'decide' } }, 'Announce']],
  wait: Object.values(AWAITED)
    .flat()
    .map(([next, state]) => [
      { kind: 'wait', until: '2026-11-21T03:00:00.000Z', seconds: 60, next },
      `WaitFor${state}`,
    ]),
  learn: [[{ kind: 'learn' }, 'Learn']],
  close: [[{ kind: 'close' }, 'Close']],
  notify: [[{ kind: 'notify', message: MESSAGE, next: { kind: 'stop', result: 'succeeded' } }, 'NotifyEnd']],
  stop: [
    [{ kind: 'stop', result: 'succeeded' }, 'Closed'],
    [{ kind: 'stop', result: 'failed' }, 'Failed'],
  ],
};
const ALL_COMMANDS = Object.values(COMMANDS).flat();
/** Stages of an open incident: every Lambda but the first and the one that gives up. */
const STAGES = Object.entries(states).filter(
  ([name, state]) => isLambda(state) && name !== 'Intake' && name !== 'Abandon',
);

function state<Type extends State['Type']>(name: string, type: Type): Extract<State, { readonly Type: Type }> {
  const found = states[name];
  if (found?.Type !== type) throw new Error(`${name} is not a ${type} state`);
  return found as Extract<State, { readonly Type: Type }>;
}

function isLambda(one: State): one is TaskState {
  return one.Type === 'Task' && one.Resource.endsWith(':lambda:invoke');
}

function nextOf(one: State): readonly string[] {
  if (one.Type === 'Choice') return [...one.Choices.map(({ Next }) => Next), one.Default];
  if (one.Type === 'Task') return [one.Next, ...one.Catch.map(({ Next }) => Next)];
  return 'Next' in one ? [one.Next] : [];
}

/** Everything that can come after a state, itself included. */
function reachable(from: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const found = states[name];
    if (found === undefined) throw new Error(`there is no state ${name}`);
    waiting.push(...nextOf(found));
  }
  return seen;
}

async function evaluate(expression: unknown, variables: Readonly<Record<string, unknown>>): Promise<unknown> {
  return await jsonata(String(expression).replace(/^{% | %}$/g, '')).evaluate({}, variables);
}

describe('Route', () => {
  const route: ChoiceState = state('Route', 'Choice');

  it.each(ALL_COMMANDS)('has exactly one branch for %j', async (command, expected) => {
    const conditions = await Promise.all(route.Choices.map(({ Condition }) => evaluate(Condition, { command })));
    expect(route.Choices.filter((_, index) => conditions[index] === true).map(({ Next }) => Next)).toEqual([expected]);
  });

  it('has no branch that no command takes', () => {
    expect(route.Choices.map(({ Next }) => Next).toSorted()).toEqual(ALL_COMMANDS.map(([, name]) => name).toSorted());
  });

  it('gives up, with a name for it, on a command it does not know', () => {
    expect(route.Default).toBe('UnknownCommand');
    expect(state('UnknownCommand', 'Pass').Next).toBe('Abandon');
  });
});

describe('a wait', () => {
  const waits = Object.entries(states).filter(([, { Type }]) => Type === 'Wait');

  it.each(waits)('%s leads to what it is named after, which then is the command', (name, wait) => {
    expect(wait).toMatchObject({
      Assign: { command: '{% $command.next %}' },
      Next: name.replace('WaitFor', ''),
    });
  });

  it.each(waits)('%s lasts for the seconds it was given, whatever time the Lambda took it for', async (name) => {
    const { Seconds } = state(name, 'Wait');
    const past = new Date(Date.now() - 300_000).toISOString();
    expect(await evaluate(Seconds, { command: { kind: 'wait', until: past, seconds: 40 } })).toBe(40);
  });

  it('that a Lambda of an older deployment answered lasts until its time, and never less than nothing', async () => {
    const { Seconds } = state('WaitForVerify', 'Wait');
    const until = (ms: number) => ({ command: { kind: 'wait', until: new Date(Date.now() + ms).toISOString() } });
    const seconds = await evaluate(Seconds, until(90_000));
    expect(Number.isInteger(seconds)).toBe(true);
    expect(Math.abs(Number(seconds) - 90)).toBeLessThanOrEqual(10);
    expect(await evaluate(Seconds, until(-90_000))).toBe(0);
  });
});

describe('every task', () => {
  const tasks = Object.entries(states).filter((entry): entry is [string, TaskState] => entry[1].Type === 'Task');

  it.each(tasks)('%s has a timeout, bounded retries with jitter, and a catch for every error', (_, task) => {
    expect(task.TimeoutSeconds).toBeLessThanOrEqual(60);
    for (const retrier of task.Retry) {
      expect(retrier).toMatchObject({ IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 5, JitterStrategy: 'FULL' });
      expect(retrier.MaxDelaySeconds).toBeGreaterThan(0);
    }
    expect(task.Retry).not.toHaveLength(0);
    expect(task.Catch.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
  });

  it.each(tasks.filter(([, task]) => isLambda(task)))('%s asks again what may pass, and nothing else', (_, task) => {
    const errors = task.Retry.flatMap(({ ErrorEquals }) => ErrorEquals);
    expect(errors).toEqual(
      expect.arrayContaining([
        'Lambda.TooManyRequestsException',
        'Sandbox.Timedout',
        'ReadFailed',
        'WriteFailed',
        'Conflict',
      ]),
    );
    expect(errors).not.toContain('SignalRejected');
    expect(errors).not.toContain('States.ALL');
  });
});

describe('a stage that fails for good', () => {
  it('is one of twelve', () => {
    expect(STAGES.map(([name]) => name).toSorted()).toEqual([
      'Close',
      'Decide',
      'FlipToggle',
      'Learn',
      'ReplaceTasks',
      'RollBack',
      'ScaleOut',
      'UndoFlipToggle',
      'UndoReplaceTasks',
      'UndoRollBack',
      'UndoScaleOut',
      'Verify',
    ]);
  });

  it.each(STAGES)('%s leads to Abandon, which knows the error', (_, task) => {
    expect(isLambda(task) && task.Catch).toEqual([
      { ErrorEquals: ['States.ALL'], Assign: { error: '{% $states.errorOutput %}' }, Next: 'Abandon' },
    ]);
  });

  it('is told to people when Abandon says so, and fails the execution for the reaper otherwise', () => {
    expect(nextOf(state('Abandon', 'Task'))).toEqual(['Abandoned', 'Failed']);
    expect(nextOf(state('Abandoned', 'Choice'))).toEqual(['NotifyEnd', 'Failed']);
    expect(nextOf(state('NotifyEnd', 'Task'))).toEqual(['MarkNotified', 'Failed']);
  });

  it('ends as Failed when Abandon names nothing to follow', async () => {
    const { Assign } = state('MarkNotified', 'Task');
    const after = await evaluate(Assign?.['command'], { command: { kind: 'notify', message: MESSAGE } });
    expect(after).toEqual({ kind: 'stop', result: 'failed' });
  });
});

describe('a signal', () => {
  it('that is understood opens an incident or ends with the reason', () => {
    expect(nextOf(state('IncidentOpened', 'Choice'))).toEqual(['Decide', 'Route', 'NothingToDo']);
    expect(state('NothingToDo', 'Succeed').Output).toBe('{% $states.input %}');
  });

  it('that is not understood is kept in the queue and fails under its own error', () => {
    expect([...reachable('KeepEvent')]).toEqual(['KeepEvent', 'SignalRejected']);
    expect(nextOf(state('Intake', 'Task'))).toEqual(['IncidentOpened', 'KeepEvent']);
  });
});

describe('a message', () => {
  it('that cannot be sent at the start does not stop healing', () => {
    const announce = state('Announce', 'Task');
    expect(announce.Next).toBe('Route');
    expect(announce.Catch[0]).toMatchObject({ Next: 'Route', Assign: announce.Assign });
  });

  it('of the end is marked as sent, and the answer to an undo apart from it', async () => {
    const { Key } = state('MarkNotified', 'Task').Arguments as {
      readonly Key: { readonly sk: { readonly S: string } };
    };
    const command = { kind: 'notify', message: MESSAGE, next: { kind: 'stop', result: 'succeeded' } };
    expect(await evaluate(Key.sk.S, { command })).toBe('NOTIFIED');
    expect(await evaluate(Key.sk.S, { command: { ...command, answers: 1_768_446_000_123 } })).toBe(
      'UNDONE#1768446000123',
    );
  });

  it('carries its attributes as SNS wants them, without those that are empty', async () => {
    const { MessageAttributes } = state('NotifyEnd', 'Task').Arguments;
    expect(await evaluate(MessageAttributes, { command: { kind: 'notify', message: MESSAGE } })).toEqual({
      service: { DataType: 'String', StringValue: 'checkout' },
      failureType: { DataType: 'String', StringValue: 'broken' },
      stage: { DataType: 'String', StringValue: 'ended' },
      severity: { DataType: 'String', StringValue: 'high' },
    });
  });
});

describe('the machine', () => {
  it('has no state that cannot be reached', () => {
    expect([...reachable(definition.StartAt)].toSorted()).toEqual(Object.keys(states).toSorted());
  });

  it('can end from every state', () => {
    const ends = Object.keys(states).filter((name) => ['Succeed', 'Fail'].includes(states[name]?.Type ?? ''));
    for (const name of Object.keys(states)) expect(ends.some((end) => reachable(name).has(end))).toBe(true);
  });

  it('acts within seven transitions of the signal', () => {
    const path = ['Intake', 'IncidentOpened', 'Decide', 'Route', 'Announce', 'Route', 'ReplaceTasks'];
    path.slice(1).forEach((name, index) => {
      const before = states[path[index] ?? ''];
      expect(before && nextOf(before)).toContain(name);
    });
    expect(path).toHaveLength(7);
  });

  it('assigns every variable it reads before a state can read it', () => {
    const opened = state('IncidentOpened', 'Choice').Choices[0]?.Assign ?? {};
    const read = new Set(
      [...JSON.stringify(states).matchAll(/\$([a-z][A-Za-z]*)(?=[. %\\])/g)].map(([, name]) => name),
    );
    const functions = 'states string exists millis toMillis max ceil merge each sift value key'.split(' ');
    expect([...read].filter((name) => !functions.includes(name ?? '')).toSorted()).toEqual(
      Object.keys(opened).toSorted(),
    );
  });

  it('lives longer than the longest wait for a toggle, a day', () => {
    expect(definition.TimeoutSeconds).toBeGreaterThan(24 * 60 * 60);
  });

  it('is valid to the language’s own schema', () => {
    const validate = createRequire(import.meta.url)('asl-validator') as AslValidator;
    // Its check of ARNs knows no placeholders, its check of paths no JSONata.
    const { isValid, errorsText } = validate(definition, { checkPaths: false, checkArn: false });
    expect(isValid ? '' : errorsText('\n')).toBe('');
  });
});
