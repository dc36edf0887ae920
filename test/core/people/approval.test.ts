/** What an answer is worth: until when it counts, and that a yes is one to what was asked about. */
import { describe, expect, it } from 'vitest';
import {
  answered,
  APPROVAL_MINUTES,
  approvalOf,
  isAbout,
  stillApproved,
  withAnswerSeen,
} from '../../../core/people/approval.ts';
import type { Ask } from '../../../core/incident/ask.ts';
import type { Plan } from '../../../core/incident/journal.ts';
import type { FlipTogglePlan } from '../../../core/remedies/flip-toggle/plan.ts';
import { aboutOf } from '../../../core/remedies/plan-traits.ts';
import type { RollBackPlan } from '../../../core/remedies/roll-back/plan.ts';
import type { Hold } from '../../../core/holds/hold.ts';
import { MINUTE, sampleIncident, START } from '../../contract/samples.ts';

const FLIP: FlipTogglePlan = {
  kind: 'flipToggle',
  toggle: 'recommendations',
  parameter: '/shop/recommendations',
  previous: 'on',
  value: 'off',
  expiresAt: START + 60 * MINUTE,
};
const BACK: RollBackPlan = { kind: 'rollBack', from: 'user:7', to: 'user:6' };
const REPLACE = { kind: 'replaceTasks', victims: ['a'] } as unknown as Plan;
const NEEDED: Hold = { reason: 'approval-needed', detail: 'flipToggle needs a person' };
const YES = { kind: 'value', value: 'approve' } as const;
const LATE = START + APPROVAL_MINUTES * MINUTE;

function asked(plan: Plan): Ask {
  return { ...aboutOf(plan), askedAt: START };
}

describe('A question', () => {
  it.each([
    { case: 'the same toggle, which expires later', ask: asked(FLIP), plan: { ...FLIP, expiresAt: 0 }, about: true },
    { case: 'another toggle', ask: asked(FLIP), plan: { ...FLIP, parameter: '/shop/checkout' }, about: false },
    { case: 'another value', ask: asked(FLIP), plan: { ...FLIP, value: 'half' }, about: false },
    { case: 'the same way back', ask: asked(BACK), plan: BACK, about: true },
    { case: 'the way back from a later deployment', ask: asked(BACK), plan: { ...BACK, from: 'user:8' }, about: false },
    { case: 'a way further back', ask: asked(BACK), plan: { ...BACK, to: 'user:5' }, about: false },
    { case: 'other tasks', ask: asked(REPLACE), plan: { ...REPLACE, victims: ['b'] } as Plan, about: true },
    { case: 'another remedy', ask: asked(REPLACE), plan: { kind: 'scaleOut' } as Plan, about: false },
    { case: 'a toggle it did not name', ask: { remedy: 'flipToggle' as const, askedAt: 0 }, plan: FLIP, about: false },
    { case: 'a way back it did not name', ask: { remedy: 'rollBack' as const, askedAt: 0 }, plan: BACK, about: false },
  ])('is about $case: $about', ({ ask, plan, about }) => {
    expect(isAbout(ask, aboutOf(plan))).toBe(about);
  });
});

describe('The holds of what a person was asked about', () => {
  const approval = { kind: 'approved', remedy: 'flipToggle', by: '' } as const;
  const other: Plan = { ...FLIP, parameter: '/shop/checkout' };

  it.each([
    { case: 'gone after a yes', plan: FLIP, approval, holds: [NEEDED], left: [] },
    {
      case: 'one more after a yes to something else',
      plan: other,
      approval,
      holds: [NEEDED],
      left: ['approval-needed', 'approval-for-another'],
    },
    {
      case: 'one more while something else is asked about',
      plan: other,
      approval: { kind: 'open' } as const,
      holds: [NEEDED],
      left: ['approval-needed', 'approval-for-another'],
    },
    { case: 'as they are where no approval is needed', plan: other, approval, holds: [], left: [] },
    {
      case: 'a no to one is a no to the other',
      plan: other,
      approval: { ...approval, kind: 'denied' } as const,
      holds: [],
      left: ['approval-denied'],
    },
  ])('are $case', ({ plan, approval: given, holds, left }) => {
    const after = answered(holds, { remedy: 'flipToggle', about: aboutOf(plan), ask: asked(FLIP), approval: given });
    expect(after.map(({ reason }) => reason)).toEqual(left);
  });
});

describe('An answer', () => {
  it.each([
    { case: 'in time', answeredAt: undefined, now: LATE - 1, kind: 'approved' },
    { case: 'too late', answeredAt: undefined, now: LATE, kind: 'expired' },
    { case: 'late, read in time before', answeredAt: LATE - MINUTE, now: LATE + MINUTE, kind: 'approved' },
  ])('that is read $case is $kind', ({ answeredAt, now, kind }) => {
    const ask = { ...asked(FLIP), ...(answeredAt !== undefined && { answeredAt }) };
    expect(approvalOf(ask, YES, now).kind).toBe(kind);
  });

  it.each([
    { text: 'approve', kind: 'approved' },
    { text: ' Approve\n', kind: 'approved' },
    { text: '{"answer":"approve","owner":"me"}', kind: 'approved' },
    { text: 'deny', kind: 'denied' },
    { text: 'DENY', kind: 'denied' },
    { text: '{"answer":"deny"}', kind: 'denied' },
    { text: 'yes', kind: 'open' },
    { text: '{"answer":true}', kind: 'open' },
    { text: '', kind: 'open' },
  ])('that says "$text" is $kind', ({ text, kind }) => {
    expect(approvalOf(asked(FLIP), { kind: 'value', value: text }, START + MINUTE).kind).toBe(kind);
  });

  it('that was taken back after its time leaves nothing', () => {
    expect(approvalOf({ ...asked(FLIP), answeredAt: START }, { kind: 'absent' }, LATE).kind).toBe('expired');
  });

  it.each([
    { case: 'an answer in time', reading: YES, now: LATE - 1, seen: LATE - 1 },
    { case: 'an answer too late', reading: YES, now: LATE, seen: undefined },
    { case: 'what is no answer', reading: { kind: 'value', value: 'maybe' } as const, now: START, seen: undefined },
    { case: 'nothing', reading: undefined, now: START, seen: undefined },
  ])('is remembered as read: $case', ({ reading, now, seen }) => {
    expect(withAnswerSeen(sampleIncident({ ask: asked(FLIP) }), reading, now).ask?.answeredAt).toBe(seen);
  });

  it('is remembered by when it was read first', () => {
    const once = withAnswerSeen(sampleIncident({ ask: asked(FLIP) }), YES, START + MINUTE);
    expect(withAnswerSeen(once, YES, START + 2 * MINUTE)).toBe(once);
  });
});

describe('a yes that was given', () => {
  it.each([
    { case: 'it is there', reading: YES, stands: true },
    { case: 'a no took its place', reading: { kind: 'value', value: 'deny' }, stands: false },
    { case: 'something else took its place', reading: { kind: 'value', value: 'maybe' }, stands: false },
    { case: 'it is gone', reading: { kind: 'absent' }, stands: false },
    { case: 'it cannot be read', reading: { kind: 'unreadable', why: 'throttled' }, stands: false },
    { case: 'it was not asked for', reading: undefined, stands: false },
  ] as const)('stands or not where $case', ({ reading, stands }) => {
    expect(stillApproved(reading)).toBe(stands);
  });
});
