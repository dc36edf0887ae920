/** What was usual of a metric before its failure, and when that is unknown. */
import { describe, expect, it } from 'vitest';
import { usualBaseline, usualRequests } from '../../../core/verify/usual-baseline.ts';

const MINUTE = 60_000;
const ONSET = Date.UTC(2026, 0, 15, 3, 0);

/** Readings of the minutes from so many before the onset on. */
function read(minutesBefore: number, ...values: readonly number[]) {
  return values.map((value, i) => ({ at: ONSET - (minutesBefore - i) * MINUTE, value }));
}

describe('what was usual before a failure', () => {
  it.each([
    { case: 'nothing was read', series: undefined, usual: undefined },
    { case: 'too few periods were read', series: read(5, 4, 4, 90, 90, 90), usual: undefined },
    { case: 'the last periods led to the failure', series: read(7, 2, 4, 3, 3, 90, 90, 90), usual: 3 },
    { case: 'one period was out of the ordinary', series: read(8, 2, 99, 3, 2, 4, 90, 90, 90), usual: 3 },
    { case: 'a reading is no number', series: read(6, 2, Number.NaN, 3, 90, 90, 90), usual: undefined },
    { case: 'only the failure was read', series: read(0, 90, 90, 90, 90), usual: undefined },
  ])('is $usual when $case', ({ series, usual }) => {
    expect(usualBaseline(series, { onsetAt: ONSET, periodMs: MINUTE })).toBe(usual);
  });

  it('is what came lately, not what came an hour ago', () => {
    const series = read(60, ...Array.from({ length: 60 }, (_, i) => (i < 51 ? 100 : 4)));
    expect(usualBaseline(series, { onsetAt: ONSET, periodMs: MINUTE })).toBe(4);
  });

  it('is of requests no less than the half hour before: who fell silent ten minutes ago was not quiet', () => {
    const fell = read(40, ...Array.from({ length: 40 }, (_, i) => (i < 27 ? 90 : 0)));
    expect(usualRequests(fell, { onsetAt: ONSET, periodMs: MINUTE })).toBe(60);
    expect(usualRequests(read(5, 4, 4), { onsetAt: ONSET, periodMs: MINUTE })).toBeUndefined();
  });
});
