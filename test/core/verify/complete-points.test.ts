/** Which readings of a series may be judged at all. */
import { describe, expect, it } from 'vitest';
import { completePoints } from '../../../core/verify/complete-points.ts';

const MINUTE = 60_000;
const FROM = Date.UTC(2026, 0, 15, 3, 0);

/** The minutes after `FROM` that are left of readings of these minutes, at a look in the middle of minute five. */
function left(...minutes: readonly number[]): readonly number[] {
  const series = minutes.map((minute) => ({ at: FROM + minute * MINUTE, value: 1 }));
  const now = FROM + 5.5 * MINUTE;
  return completePoints(series, { from: FROM, now, until: now, periodMs: MINUTE }).map(
    ({ at }) => (at - FROM) / MINUTE,
  );
}

describe('readings', () => {
  it.each([
    { case: 'all of the span', minutes: [0, 1, 2, 3, 4], expected: [0, 1, 2, 3, 4] },
    { case: 'none from before it', minutes: [-2, -1, 0, 1, 2, 3, 4], expected: [0, 1, 2, 3, 4] },
    { case: 'none of a period that is not over, or did not begin', minutes: [2, 3, 4, 5, 6], expected: [2, 3, 4] },
    { case: 'none before a gap', minutes: [0, 1, 3, 4], expected: [3, 4] },
    { case: 'none before a period that may yet come', minutes: [0, 2, 4], expected: [4] },
    { case: 'three periods late', minutes: [0, 1], expected: [0, 1] },
    { case: 'nothing that is older', minutes: [0], expected: [] },
    { case: 'each time once', minutes: [3, 3, 3, 4, 4], expected: [3, 4] },
    { case: 'in order, however they came', minutes: [4, 2, 3], expected: [2, 3, 4] },
  ])('that count are $case', ({ minutes, expected }) => {
    expect(left(...minutes)).toEqual(expected);
  });

  it('of long periods are old sooner', () => {
    const hours = [1, 2, 3].map((hour) => ({ at: FROM + hour * 60 * MINUTE, value: 1 }));
    const at = (hour: number) => {
      const now = FROM + hour * 60 * MINUTE;
      return completePoints(hours, { from: FROM, now, until: now, periodMs: 60 * MINUTE }).length;
    };
    expect([at(4.5), at(6.5), at(7.5)]).toEqual([3, 3, 0]);
  });

  it('that are no number leave a gap', () => {
    const series = [Number.NaN, 1, Infinity, 1].map((value, minute) => ({ at: FROM + (minute + 1) * MINUTE, value }));
    const now = FROM + 5.5 * MINUTE;
    expect(completePoints(series, { from: FROM, now, until: now, periodMs: MINUTE })).toEqual([series[3]]);
  });
});
