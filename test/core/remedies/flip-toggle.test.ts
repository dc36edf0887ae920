/** A toggle is flipped only when its value is known, and only our own value is ever taken back. */
import { describe, expect, it } from 'vitest';
import { flipToggle } from '../../../core/remedies/flip-toggle.ts';
import type { FlipTogglePlan, Journal } from '../../../core/remedies/journal.ts';
import type { ParameterReading } from '../../../core/ports.ts';

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
      case: 'was changed by somebody',
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
      case: 'is somebody else’s by now',
      toggle: value('half'),
      next: { kind: 'refused', holds: [{ reason: 'toggle-changed-by-others' }] },
    },
  ])('takes it back only when it $case', ({ toggle, next }) => {
    expect(flipToggle.undo(JOURNAL, observed(toggle))).toMatchObject(next);
  });
});
