/** Definitions the lab refuses when the machine is created. Run by the interpreter alone, in virtual time. */
import { describe, expect, it } from 'vitest';
import { call, setup } from './support/machine.ts';

const machine = (states: object, more: object = {}): string =>
  JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'S', States: states, ...more });
const ok = { Type: 'Pass', End: true };

const nameOf = (length: number): string => {
  const name = 'n'.repeat(length);
  return JSON.stringify({ QueryLanguage: 'JSONata', StartAt: name, States: { [name]: ok } });
};
const wait = (fields: object): string => machine({ S: { Type: 'Wait', End: true, ...fields } });

const REFUSED_DEFINITIONS = [
  {
    case: 'JSONPath',
    definition: JSON.stringify({ StartAt: 'S', States: { S: ok } }),
    reason: /not written in JSONata/,
  },
  {
    case: 'a Parallel state',
    definition: machine({ S: { Type: 'Parallel', Branches: [], End: true } }),
    reason: /state type Parallel/,
  },
  { case: 'a Map state', definition: machine({ S: { Type: 'Map', End: true } }), reason: /state type Map/ },
  {
    case: 'an unknown task resource',
    definition: machine({ S: { ...call, Resource: 'arn:aws:states:::ecs:runTask.sync' } }),
    reason: /ecs:runTask/,
  },
  {
    case: 'a field the lab ignores',
    definition: machine({ S: { ...call, HeartbeatSeconds: 1 } }),
    reason: /HeartbeatSeconds/,
  },
  { case: 'a JSONPath field', definition: machine({ S: { ...ok, ResultPath: '$' } }), reason: /ResultPath/ },
  {
    case: 'a dangling Next',
    definition: machine({ S: { Type: 'Pass', Next: 'Nowhere' }, E: ok }),
    reason: /Nowhere/,
  },
  {
    case: 'a dangling Catch',
    definition: machine({ S: { ...call, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Nowhere' }] } }),
    reason: /Nowhere/,
  },
  {
    case: 'States.ALL in company',
    definition: machine({ S: { ...call, Retry: [{ ErrorEquals: ['States.ALL', 'X'] }] } }),
    reason: /stand alone/,
  },
  {
    case: 'an expression that does not parse',
    definition: machine({ S: { ...ok, Output: '{% $states.( %}' } }),
    reason: /Invalid JSONata/,
  },
  { case: 'spaces around the braces', definition: machine({ S: { ...ok, Output: ' {% 1 %}' } }), reason: /spaces/ },
  { case: 'neither Next nor End', definition: machine({ S: { Type: 'Pass' }, E: ok }), reason: /Next or End/ },
  { case: 'no end', definition: machine({ S: { Type: 'Pass', Next: 'S' } }), reason: /no state ends/ },
  { case: 'no JSON', definition: '{', reason: /not JSON/ },
  ...[
    { retrier: { BackoffRate: 0.5 }, reason: /BackoffRate must be 1 or more, not 0.5/ },
    { retrier: { BackoffRate: '2' }, reason: /BackoffRate must be 1 or more, not "2"/ },
    { retrier: { IntervalSeconds: 0 }, reason: /IntervalSeconds must be a whole number from 1 / },
    { retrier: { IntervalSeconds: 1.5 }, reason: /IntervalSeconds must be a whole number/ },
    { retrier: { MaxAttempts: -1 }, reason: /MaxAttempts must be a whole number from 0 / },
    { retrier: { IntervalSeconds: 5, MaxDelaySeconds: 5 }, reason: /MaxDelaySeconds must be more than Interval/ },
    { retrier: { MaxDelaySeconds: 1 }, reason: /MaxDelaySeconds must be more than Interval/ },
    { retrier: { MaxDelaySeconds: 31_622_401 }, reason: /MaxDelaySeconds must be a whole number from 1 to 31622400/ },
    { retrier: { JitterStrategy: 'HALF' }, reason: /JitterStrategy must be FULL or NONE/ },
  ].map(({ retrier, reason }) => ({
    case: `a retrier with ${JSON.stringify(retrier)}`,
    definition: machine({ S: { ...call, Retry: [{ ErrorEquals: ['X'], ...retrier }] } }),
    reason,
  })),
  {
    case: 'States.ALL before another retrier',
    definition: machine({ S: { ...call, Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['X'] }] } }),
    reason: /States.ALL must come last/,
  },
  {
    case: 'States.ALL before another catcher',
    definition: machine({
      S: {
        ...call,
        Catch: [
          { ErrorEquals: ['States.ALL'], Next: 'E' },
          { ErrorEquals: ['X'], Next: 'E' },
        ],
      },
      E: ok,
    }),
    reason: /States.ALL must come last/,
  },
  { case: 'a state nothing leads to', definition: machine({ S: ok, Lost: ok }), reason: /Lost cannot be reached/ },
  {
    case: 'two states that only lead to each other',
    definition: machine({ S: ok, A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }),
    reason: /A, B cannot be reached/,
  },
  {
    case: 'a variable called states',
    definition: machine({ S: { ...ok, Assign: { states: 1 } } }),
    reason: /cannot be called "states"/,
  },
  {
    case: 'a variable that is no name',
    definition: machine({ S: { ...ok, Assign: { 'a-b': 1 } } }),
    reason: /cannot be called "a-b"/,
  },
  { case: 'a name of 81 characters', definition: nameOf(81), reason: /longer than 80 characters/ },
  { case: 'a wait of half a second', definition: wait({ Seconds: 0.5 }), reason: /Seconds must be a whole number/ },
  { case: 'a negative wait', definition: wait({ Seconds: -1 }), reason: /Seconds must be a whole number from 0 / },
  {
    case: 'a timeout of zero',
    definition: machine({ S: { ...call, TimeoutSeconds: 0 } }),
    reason: /TimeoutSeconds must be a whole number from 1 /,
  },
  {
    case: 'more than a mebibyte',
    definition: machine({ S: { ...ok, Output: 'x'.repeat(1024 * 1024) } }),
    reason: /longer than 1 MiB/,
  },
];

describe('a definition', () => {
  it.each(REFUSED_DEFINITIONS)('with $case is refused when the machine is created', ({ definition, reason }) => {
    const { states } = setup();
    expect(() => states.createMachine({ name: 'm', roleArn: 'r', definition })).toThrow(reason);
  });

  it.each([
    { case: 'the limits themselves', definition: nameOf(80) },
    {
      case: 'a retrier at its limits',
      definition: machine({
        S: {
          ...call,
          Retry: [
            { ErrorEquals: ['X'], IntervalSeconds: 1, MaxDelaySeconds: 2, BackoffRate: 1, MaxAttempts: 0 },
            { ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' },
          ],
        },
      }),
    },
    { case: 'a wait of nothing', definition: wait({ Seconds: 0 }) },
    { case: 'a wait that is computed', definition: wait({ Seconds: '{% $states.input.s %}' }) },
  ])('with $case is accepted', ({ definition }) => {
    const { states } = setup();
    expect(() => states.createMachine({ name: 'm', roleArn: 'r', definition })).not.toThrow();
  });
});
