/** Definitions the lab refuses when the machine is created. Run by the interpreter alone, in virtual time. */
import { describe, expect, it } from 'vitest';
import { call, setup } from './support/machine.ts';

const machine = (states: object, more: object = {}): string =>
  JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'S', States: states, ...more });
const ok = { Type: 'Pass', End: true };

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
];

describe('a definition', () => {
  it.each(REFUSED_DEFINITIONS)('with $case is refused when the machine is created', ({ definition, reason }) => {
    const { states } = setup();
    expect(() => states.createMachine({ name: 'm', roleArn: 'r', definition })).toThrow(reason);
  });
});
