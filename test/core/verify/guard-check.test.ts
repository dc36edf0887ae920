/** What a guard metric says after an action: well, not well, harm, or nothing. */
import { describe, expect, it } from 'vitest';
import { guardCheck } from '../../../core/verify/guard-check.ts';

const ERRORS = { metric: 'errorRatePercent', ratioMax: 1.5, floor: 1 } as const;

function stateOf(values: readonly number[], decided: number | undefined, worstBefore = decided): string | undefined {
  const after = values.map((value, index) => ({ at: index * 60_000, value }));
  return guardCheck(ERRORS, { decided, worstBefore, goodPeriods: 3, worseRatio: 1.2 }, after)?.state;
}

describe('a guard metric', () => {
  it.each([
    { case: 'it was never measured', values: [], decided: undefined, expected: undefined },
    { case: 'it was silent before, and is well', values: [0, 1, 0.5], decided: undefined, expected: 'good' },
    {
      case: 'it was silent before, and one reading is beyond the floor',
      values: [0, 99],
      decided: undefined,
      expected: 'bad',
    },
    { case: 'what it was before is no number', values: [99, 99, 99], decided: Number.NaN, expected: 'bad' },
    { case: 'it was measured before, and is silent', values: [], decided: 4, expected: 'unknown' },
    { case: 'too few periods are there', values: [4, 4], decided: 4, expected: 'unknown' },
    { case: 'it is as it was', values: [4, 5, 6], decided: 4, expected: 'good' },
    { case: 'it is above its limit by less than harm', values: [4, 7, 7], decided: 4, expected: 'bad' },
    { case: 'it is far above its limit, once', values: [4, 4, 60], decided: 4, expected: 'bad' },
    { case: 'it is far above its limit, twice in a row', values: [4, 60, 60], decided: 4, expected: 'worse' },
    { case: 'two readings are there, both far above', values: [60, 60], decided: 1, expected: 'worse' },
    { case: 'it was nothing, and twice nothing is no harm', values: [1.1, 1.1, 1.1], decided: 0, expected: 'bad' },
    { case: 'it was nothing, and now most of it fails', values: [60, 60, 60], decided: 0, expected: 'worse' },
  ])('is $expected when $case', ({ values, decided, expected }) => {
    expect(stateOf(values, decided)).toBe(expected);
  });

  it('is no harm where it was as bad before the action, though well when it was decided', () => {
    expect(stateOf([60, 60, 60], 2, 50)).toBe('bad');
    expect(stateOf([95, 95, 95], 2, 50)).toBe('worse');
  });
});
