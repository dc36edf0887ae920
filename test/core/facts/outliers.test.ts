/** Which tasks stand out where no limit says which are sick. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outliersAbove } from '../../../core/facts/outliers.ts';

describe('tasks that are compared with each other', () => {
  it.each([
    { case: 'one of four is hot', values: [98, 41, 40, 44], out: [98] },
    { case: 'one of three is, and the others are as one', values: [98, 40, 40], out: [98] },
    { case: 'two of six are', values: [97, 41, 40, 44, 96, 38], out: [97, 96] },
    { case: 'all are alike', values: [97, 96, 98, 97], out: [] },
    { case: 'the busiest is only the first', values: [92, 84, 88, 86], out: [] },
    { case: 'the others are close behind', values: [100, 71, 71, 71], out: [] },
    { case: 'half of them are, so that it is unknown which half', values: [98, 97, 40, 41], out: [] },
    { case: 'there are only two', values: [98, 20], out: [] },
    { case: 'there is one', values: [98], out: [] },
    { case: 'there is none', values: [], out: [] },
    { case: 'they idle, within noise', values: [3, 1, 1, 1], out: [] },
    { case: 'one is cool', values: [5, 80, 82, 81], out: [] },
  ])('stand out as they should: $case', ({ values, out }) => {
    expect(outliersAbove(values)).toEqual(out);
  });

  it('never stand out half of them or more, whatever the values are', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 30 }), (values) => {
        const out = outliersAbove(values);
        expect(out.length * 2 < values.length || out.length === 0).toBe(true);
        expect(out.every((value) => values.filter((other) => other < value).length * 2 > values.length)).toBe(true);
      }),
    );
  });
});
