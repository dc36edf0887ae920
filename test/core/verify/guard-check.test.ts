/** What a guard metric says after an action: well, not well, harm, or nothing. */
import { describe, expect, it } from 'vitest';
import { guardCheck } from '../../../core/verify/guard-check.ts';

const ERRORS = { metric: 'errorRatePercent', ratioMax: 1.5, floor: 1 } as const;

interface Before {
  readonly decided: number | undefined;
  readonly worstBaseline?: number;
  readonly usual?: number | undefined;
}

function checkOf(values: readonly number[], { decided, worstBaseline = decided, usual }: Before) {
  const after = values.map((value, index) => ({ at: index * 60_000, value }));
  return guardCheck(ERRORS, { decided, usual, worstBaseline, goodPeriods: 3, worseRatio: 1.2 }, after);
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
    { case: 'it was well, and is as it was', values: [1, 0.9, 1], decided: 0.8, expected: 'good' },
    { case: 'it was bad, and is well', values: [1, 0.5, 0], decided: 40, expected: 'good' },
    { case: 'it was bad, and is as it was', values: [4, 5, 6], decided: 4, expected: 'unknown' },
    { case: 'it was bad, and one period still is', values: [0, 0, 5], decided: 4, expected: 'unknown' },
    { case: 'it is above its limit by less than harm', values: [4, 7, 7], decided: 4, expected: 'bad' },
    { case: 'it is far above its limit, once', values: [4, 4, 60], decided: 4, expected: 'bad' },
    { case: 'it is far above its limit, twice in a row', values: [4, 60, 60], decided: 4, expected: 'worse' },
    { case: 'two readings are there, both far above', values: [60, 60], decided: 1, expected: 'worse' },
    { case: 'it was nothing, and twice nothing is no harm', values: [1.1, 1.1, 1.1], decided: 0, expected: 'bad' },
    { case: 'it was nothing, and now most of it fails', values: [60, 60, 60], decided: 0, expected: 'worse' },
  ])('is $expected when $case', ({ values, decided, expected }) => {
    expect(checkOf(values, { decided })?.state).toBe(expected);
  });

  it.each([
    { case: 'was so before the failure', values: [4, 5, 6], decided: 4, usual: 4, expected: 'good' },
    { case: 'was worse in the failure', values: [4, 5, 6], decided: 40, usual: 4, expected: 'good' },
    { case: 'was well before the failure', values: [40, 55, 41], decided: 40, usual: 0.2, expected: 'unknown' },
    { case: 'was not quite so bad before the failure', values: [4, 7, 5], decided: 40, usual: 4, expected: 'unknown' },
    { case: 'is worse than it was in the failure', values: [4, 65, 65], decided: 40, usual: 4, expected: 'bad' },
    {
      case: 'was so before the failure, and better when decided',
      values: [6, 6, 5],
      decided: 2,
      usual: 4,
      expected: 'good',
    },
    {
      case: 'was well when decided, and before the failure',
      values: [2, 2, 1],
      decided: 0.5,
      usual: 0.2,
      expected: 'bad',
    },
  ])('that is bad, and $case, is $expected', ({ values, decided, usual, expected }) => {
    expect(checkOf(values, { decided, usual, worstBaseline: Math.max(decided, usual) })?.state).toBe(expected);
  });

  it('says by what it is not well, and what it was', () => {
    const line = 'errorRatePercent 55, 55, 55 (limit 1; was 40 in the failure, 0.2 before the failure)';
    expect(checkOf([55, 55, 55], { decided: 40, usual: 0.2 })?.line).toBe(line);
  });

  it('is no harm where it was as bad before the action, though well when it was decided', () => {
    expect(checkOf([60, 60, 60], { decided: 0.9, worstBaseline: 50 })?.state).toBe('bad');
    expect(checkOf([95, 95, 95], { decided: 0.9, worstBaseline: 50 })?.state).toBe('worse');
  });
});
