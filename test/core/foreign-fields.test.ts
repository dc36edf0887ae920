/** What an event holds is taken only where it is what it should be. */
import { describe, expect, it } from 'vitest';
import { listAt, numberAt, textAt, timeAt } from '../../core/foreign-fields.ts';

const THREE = Date.UTC(2026, 0, 15, 3, 0);

describe('a time in an event', () => {
  it.each([
    { case: 'with a Z', text: '2026-01-15T03:00:00Z', time: THREE },
    { case: 'with an offset, as alarms write it', text: '2026-01-15T03:00:00.000+0000', time: THREE },
    { case: 'with another offset', text: '2026-01-15T05:00:00.000+0200', time: THREE },
    { case: 'that is none', text: 'yesterday', time: undefined },
    { case: 'that is empty', text: '', time: undefined },
    { case: 'that is a number', text: 1_768_446_000, time: undefined },
  ])('$case is $time', ({ text, time }) => {
    expect(timeAt({ time: text }, 'time')).toBe(time);
  });
});

describe('a field of an event', () => {
  it('is what it should be, or nothing', () => {
    const event = { detail: { text: 'a', number: 3, list: [1], empty: '' } };
    expect([textAt(event, 'detail.text'), textAt(event, 'detail.number'), textAt(event, 'detail.empty')]).toEqual([
      'a',
      undefined,
      undefined,
    ]);
    expect([numberAt(event, 'detail.number'), numberAt(event, 'detail.text')]).toEqual([3, undefined]);
    expect([listAt(event, 'detail.list'), listAt(event, 'detail.text'), listAt(undefined, 'detail.list')]).toEqual([
      [1],
      [],
      [],
    ]);
  });
});
