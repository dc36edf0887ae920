/** What counts as a request to undo, and who made it. */
import { describe, expect, it } from 'vitest';
import type { ParameterReading } from '../../../core/world/parameter.ts';
import { askedByIn, undoAskedHold, undoAskedIn, withUndoAsked } from '../../../core/people/undo.ts';
import { spokenFor } from '../../../core/transitions/transitions.ts';
import { sampleIncident } from '../../contract/samples.ts';

describe('a request to undo', () => {
  it.each([
    { case: 'the word', value: 'now', by: '' },
    { case: 'the word, carelessly', value: ' NOW\n', by: '' },
    { case: 'JSON alone', value: '{"undo":"now"}', by: '' },
    { case: 'who', value: '{"undo":"now","owner":"on-call"}', by: ' by on-call' },
    { case: 'who and why', value: '{"undo":"now","owner":"on-call","reason":"known"}', by: ' by on-call: known' },
    { case: 'who, at length', value: `{"undo":"now","owner":"${'x'.repeat(99)}"}`, by: ` by ${'x'.repeat(79)}…` },
  ])('is $case', ({ value, by }) => {
    expect(undoAskedIn({ kind: 'value', value })).toBe(by);
  });

  it.each<{ readonly case: string; readonly reading: ParameterReading | undefined }>([
    { case: 'not looked for', reading: undefined },
    { case: 'absent', reading: { kind: 'absent' } },
    { case: 'unreadable', reading: { kind: 'unreadable', why: 'throttled' } },
    { case: 'another word', reading: { kind: 'value', value: 'later' } },
    { case: 'JSON without the word', reading: { kind: 'value', value: '{"answer":"now"}' } },
    { case: 'a list', reading: { kind: 'value', value: '["now"]' } },
    { case: 'JSON that ends too early', reading: { kind: 'value', value: '{"undo":"now"' } },
  ])('is none where it is $case', ({ reading }) => {
    expect(undoAskedIn(reading)).toBeUndefined();
  });
});

describe('an incident whose parameter asks to undo', () => {
  const NOW: ParameterReading = { kind: 'value', value: 'now' };
  const open = sampleIncident({ phase: 'deciding' });

  it('knows it while it is open, and keeps the first request', () => {
    const asked = withUndoAsked(open, NOW, 5);
    expect(asked.undoAsked).toEqual({ at: 5, by: '' });
    expect(withUndoAsked(asked, NOW, 9)).toBe(asked);
    expect(withUndoAsked(open, { kind: 'absent' }, 5)).toBe(open);
  });

  it('leaves it to an execution of its own once it is closed', () => {
    const closed = sampleIncident({ phase: 'closed' });
    expect(withUndoAsked(closed, NOW, 5)).toBe(closed);
  });

  it('is told to have ended, also in a storm whose message speaks for all others', () => {
    const inStorm = { ...open, storm: 1, attempts: [] };
    expect(spokenFor(inStorm)).toBe(true);
    expect(spokenFor(withUndoAsked(inStorm, NOW, 5))).toBe(false);
  });
});

describe('a person who asked', () => {
  const NOW: ParameterReading = { kind: 'value', value: '{"undo":"now","owner":"sre"}' };
  const asked = { at: 5, by: ' by on-call: known' };

  it.each([
    { case: 'an open incident that knows it', phase: 'acting' as const, undoAsked: asked, by: asked.by },
    {
      case: 'an open incident, answered before it was reopened',
      phase: 'acting' as const,
      undoAsked: { ...asked, over: true as const },
      by: asked.by,
    },
    { case: 'a closed incident that is to be undone', phase: 'closed' as const, undoAsked: asked, by: asked.by },
    {
      case: 'a closed incident whose request was answered',
      phase: 'closed' as const,
      undoAsked: { ...asked, over: true as const },
      by: undefined,
    },
    {
      case: 'a closed incident whose request was answered, while the parameter still says so',
      phase: 'closed' as const,
      undoAsked: { ...asked, over: true as const },
      reading: NOW,
      by: ' by sre',
    },
  ])('holds back $case, by name', ({ phase, undoAsked, reading, by }) => {
    const hold = undoAskedHold(sampleIncident({ phase, undoAsked }), reading);
    expect(hold?.detail).toBe(by === undefined ? undefined : `a person ended it${by}`);
    expect(askedByIn(hold === undefined ? [] : [hold])).toBe(by);
  });
});
