/** A toggle is flipped only when its value is known, and only our own value is ever taken back. */
import { describe, expect, it } from 'vitest';
import { flipToggle } from '../../../../core/remedies/flip-toggle/flip-toggle.ts';
import type { Journal } from '../../../../core/incident/journal.ts';
import type { FlipTogglePlan } from '../../../../core/remedies/flip-toggle/plan.ts';
import type { ParameterReading } from '../../../../core/world/parameter.ts';

const PLAN: FlipTogglePlan = {
  kind: 'flipToggle',
  toggle: 'search',
  parameter: '/shop/search',
  previous: 'on',
  value: 'off',
  expiresAt: 1,
};
const JOURNAL: Journal = { plan: PLAN, moves: [] };

function observed(toggle: ParameterReading) {
  return { now: 0, toggle };
}

function value(text: string): ParameterReading {
  return { kind: 'value', value: text };
}

describe('flipping a toggle', () => {
  it.each([
    {
      case: 'stands as it was found',
      toggle: value('on'),
      next: { kind: 'move', move: { kind: 'writeToggle', value: 'off' } },
    },
    { case: 'is flipped already', toggle: value('off'), next: { kind: 'done' } },
    {
      case: 'was changed by an operator',
      toggle: value('half'),
      next: { kind: 'refused', holds: [{ reason: 'toggle-changed-by-others' }] },
    },
    {
      case: 'is gone',
      toggle: { kind: 'absent' } as const,
      next: { kind: 'refused', holds: [{ reason: 'toggle-unreadable' }] },
    },
    {
      case: 'cannot be read',
      toggle: { kind: 'unreadable', why: 'x' } as const,
      next: { kind: 'refused', holds: [{ reason: 'toggle-unreadable' }] },
    },
  ])('answers when it $case', ({ toggle, next }) => {
    expect(flipToggle.next(JOURNAL, observed(toggle), 0)).toMatchObject(next);
  });

  it.each([
    { case: 'is ours', toggle: value('off'), next: { kind: 'move', move: { kind: 'writeToggle', value: 'on' } } },
    { case: 'was never flipped', toggle: value('on'), next: { kind: 'done' } },
    {
      case: 'is another actor’s by now',
      toggle: value('half'),
      next: { kind: 'refused', holds: [{ reason: 'toggle-changed-by-others' }] },
    },
  ])('takes it back only when it $case', ({ toggle, next }) => {
    expect(flipToggle.undo(JOURNAL, observed(toggle))).toMatchObject(next);
  });

  it('does not believe right after a flip that it was never made', () => {
    const flipped: Journal = {
      ...JOURNAL,
      moves: [{ at: 1_000_000, move: { kind: 'writeToggle', parameter: '/shop/search', value: 'off' }, text: 'off' }],
    };
    const soon = { ...observed(value('on')), now: 1_004_000 };
    expect(flipToggle.undo(flipped, soon)).toMatchObject({ kind: 'wait', until: 1_006_000 });
    expect(flipToggle.undo(flipped, { ...soon, now: 1_006_000 })).toMatchObject({ kind: 'done' });
  });

  it.each([
    { case: 'it is unknown when it was changed', changed: {}, theirs: false },
    { case: 'it was changed by the healer’s own write', changed: { changedAt: 1_010_000 }, theirs: false },
    { case: 'it was changed later, to the value it has', changed: { changedAt: 2_000_000 }, theirs: true },
  ])('takes its own value for another actor’s only where that can be seen: $case', ({ changed, theirs }) => {
    const wrote = (to: string): Journal => ({
      ...JOURNAL,
      moves: [{ at: 1_000_000, move: { kind: 'writeToggle', parameter: '/shop/search', value: to }, text: to }],
    });
    const refused = { kind: 'refused', holds: [{ reason: 'toggle-changed-by-others' }] };
    const reading = (text: string) => observed({ kind: 'value', value: text, ...changed });
    expect(flipToggle.undo(wrote('off'), reading('off'))).toMatchObject(theirs ? refused : { kind: 'move' });
    expect(flipToggle.next(wrote('on'), reading('on'), 0)).toMatchObject(theirs ? refused : { kind: 'move' });
  });
});
