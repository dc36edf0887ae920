/** What closed incidents changed and did not put back, as their journals say: each thing once, by the incident that did it last. */
import { describe, expect, it } from 'vitest';
import type { Attempt, Incident } from '../../../core/incident/incident.ts';
import { leftBehind } from '../../../core/aftercare/left-behind.ts';
import { leftoversOf } from '../../../core/remedies/leaves.ts';
import type { Move, Plan } from '../../../core/incident/journal.ts';
import { sampleIncident, START } from '../../contract/samples.ts';
import { aScaleOutPlan } from '../../support/scale-out-plan.ts';

const USUAL = { minimumHealthyPercent: 100, maximumPercent: 200 };
const NARROW = { minimumHealthyPercent: 100, maximumPercent: 125 };
const FLIP: Plan = {
  kind: 'flipToggle',
  toggle: 'search',
  parameter: '/shop/search',
  previous: 'on',
  value: 'off',
  expiresAt: START,
};
const SCALE = aScaleOutPlan(START);
const ROLL_BACK: Plan = {
  kind: 'rollBack',
  from: 'user:7',
  to: 'user:6',
  canary: { usual: USUAL, narrow: NARROW, watchMs: 1 },
};
const REPLACE: Plan = {
  kind: 'replaceTasks',
  victims: ['task/1'],
  sickKnown: true,
  desiredBefore: 4,
  keepRunning: 2,
  behindLoadBalancer: false,
  tasksBefore: ['task/1'],
};

function attempt(plan: Plan, moves: readonly Move[], change: Partial<Attempt> = {}): Attempt {
  const journal = { plan, moves: moves.map((move, index) => ({ at: START + index, move, text: move.kind })) };
  return { number: 1, remedy: plan.kind, startedAt: START, status: 'succeeded', journal, ...change };
}

function closed(attempts: readonly Attempt[], change: Partial<Incident> = {}): Incident {
  return sampleIncident({ phase: 'closed', outcome: 'healed', attempts, leftovers: leftoversOf(attempts), ...change });
}

const off: Move = { kind: 'writeToggle', parameter: '/shop/search', value: 'off' };
const count = (wanted: number): Move => ({ kind: 'setDesiredCount', count: wanted });
const back: Move = { kind: 'setTaskDefinition', taskDefinitionArn: 'user:6', pace: NARROW };

const TOGGLE = { kind: 'toggle', parameter: '/shop/search', value: 'off', previous: 'on' };

describe('what a closed incident left behind', () => {
  it.each([
    { case: 'a toggle that waits for its expiry', one: attempt(FLIP, [off]), left: [TOGGLE] },
    { case: 'a toggle that was seen to be back', one: attempt(FLIP, [off], { undone: true }), left: [] },
    { case: 'tasks that were added', one: attempt(SCALE, [count(6)]), left: [{ kind: 'count', from: 4, to: 6 }] },
    { case: 'tasks that were given back', one: attempt(SCALE, [count(6), count(4)], { undone: true }), left: [] },
    {
      case: 'the task more of a replacement that was interrupted',
      one: attempt(REPLACE, [count(5)], { status: 'censored' }),
      left: [{ kind: 'count', from: 4, to: 5 }],
    },
    { case: 'a replacement that came to its end', one: attempt(REPLACE, [count(5), count(4)]), left: [] },
    {
      case: 'deployments that start one task at a time',
      one: attempt(ROLL_BACK, [back], { status: 'censored' }),
      left: [{ kind: 'pace', usual: 200, narrow: 125 }],
    },
    { case: 'a release that was gone back from, which is what healed', one: attempt(ROLL_BACK, [back]), left: [] },
  ])('is $case', ({ one, left }) => {
    expect(leftBehind([closed([one])]).map(({ incident: _by, ...what }) => what)).toEqual(left);
  });

  it('is a toggle that was handed to an operator', () => {
    const { leftovers = [], ...rest } = closed([attempt(FLIP, [off])]);
    const handed = leftovers.map((one) => ({ ...one, state: { kind: 'handedToOperator' as const } }));
    expect(leftBehind([{ ...rest, leftovers: handed }])).toMatchObject([TOGGLE]);
  });

  it('is named once, by the incident that did it last, in whatever order they are read', () => {
    const older = closed([attempt(FLIP, [off])], { id: 'older', openedAt: START });
    const newer = closed([attempt(FLIP, [off])], { id: 'newer', openedAt: START + 1 });
    for (const order of [
      [older, newer],
      [newer, older],
    ]) {
      expect(leftBehind(order).map(({ incident }) => incident.id)).toEqual(['newer']);
    }
  });

  it('is of every service by itself, and all that one incident left', () => {
    const both = [attempt(FLIP, [off]), attempt(SCALE, [count(6)], { number: 2 })];
    const other = closed([attempt(SCALE, [count(6)])], { id: 'other', service: 'other' });
    expect(leftBehind([closed(both), other]).map(({ kind, incident }) => [kind, incident.service])).toEqual([
      ['toggle', 'checkout'],
      ['count', 'checkout'],
      ['count', 'other'],
    ]);
  });

  it('is not what an open incident has in hand', () => {
    expect(leftBehind([sampleIncident({ phase: 'verifying', attempts: [attempt(FLIP, [off])] })])).toEqual([]);
  });
});
