/** What closed incidents changed and did not put back, as their journals say: each thing once, by the incident that did it last. */
import { describe, expect, it } from 'vitest';
import type { Attempt, Incident } from '../../../core/incident/incident.ts';
import { leftBehind } from '../../../core/aftercare/left-behind.ts';
import { leftoversOf } from '../../../core/remedies/leaves.ts';
import { sampleIncident, START } from '../../contract/samples.ts';
import {
  FLIP,
  NARROW,
  OLD,
  REPLACE,
  ROLL_BACK,
  SCALE,
  attemptWith,
  count,
  deploy,
  write,
} from '../../support/left-plans.ts';

function closed(attempts: readonly Attempt[], change: Partial<Incident> = {}): Incident {
  return sampleIncident({ phase: 'closed', outcome: 'healed', attempts, leftovers: leftoversOf(attempts), ...change });
}

const off = write('off');
const back = deploy(OLD, NARROW);
const TOGGLE = { kind: 'toggle', parameter: '/shop/search', value: 'off', previous: 'on' };

describe('what a closed incident left behind', () => {
  it.each([
    { case: 'a toggle that waits for its expiry', one: attemptWith(FLIP, [off]), left: [TOGGLE] },
    { case: 'a toggle that was seen to be back', one: attemptWith(FLIP, [off], { undone: true }), left: [] },
    { case: 'tasks that were added', one: attemptWith(SCALE, [count(6)]), left: [{ kind: 'count', from: 4, to: 6 }] },
    { case: 'tasks that were given back', one: attemptWith(SCALE, [count(6), count(4)], { undone: true }), left: [] },
    {
      case: 'the task more of a replacement that was interrupted',
      one: attemptWith(REPLACE, [count(5)], { status: 'censored' }),
      left: [{ kind: 'count', from: 4, to: 5 }],
    },
    { case: 'a replacement that came to its end', one: attemptWith(REPLACE, [count(5), count(4)]), left: [] },
    {
      case: 'deployments that start one task at a time',
      one: attemptWith(ROLL_BACK, [back], { status: 'censored' }),
      left: [{ kind: 'rollout-limits', usual: 200, narrow: 125 }],
    },
    { case: 'a release that was gone back from, which is what healed', one: attemptWith(ROLL_BACK, [back]), left: [] },
  ])('is $case', ({ one, left }) => {
    expect(leftBehind([closed([one])]).map(({ incident: _by, ...what }) => what)).toEqual(left);
  });

  it('is a toggle that was handed to an operator', () => {
    const { leftovers = [], ...rest } = closed([attemptWith(FLIP, [off])]);
    const handed = leftovers.map((one) => ({ ...one, state: { kind: 'handedToOperator' as const } }));
    expect(leftBehind([{ ...rest, leftovers: handed }])).toMatchObject([TOGGLE]);
  });

  it('is named once, by the incident that did it last, in whatever order they are read', () => {
    const older = closed([attemptWith(FLIP, [off])], { id: 'older', openedAt: START });
    const newer = closed([attemptWith(FLIP, [off])], { id: 'newer', openedAt: START + 1 });
    for (const order of [
      [older, newer],
      [newer, older],
    ]) {
      expect(leftBehind(order).map(({ incident }) => incident.id)).toEqual(['newer']);
    }
  });

  it('is of every service by itself, and all that one incident left', () => {
    const both = [attemptWith(FLIP, [off]), attemptWith(SCALE, [count(6)], { number: 2 })];
    const other = closed([attemptWith(SCALE, [count(6)])], { id: 'other', service: 'other' });
    expect(leftBehind([closed(both), other]).map(({ kind, incident }) => [kind, incident.service])).toEqual([
      ['toggle', 'checkout'],
      ['count', 'checkout'],
      ['count', 'other'],
    ]);
  });

  it('is not what an open incident has in hand', () => {
    expect(leftBehind([sampleIncident({ phase: 'verifying', attempts: [attemptWith(FLIP, [off])] })])).toEqual([]);
  });
});
