/** What CloudWatch answers becomes points: whole periods only, and only numbers. */
import { expect, it } from 'vitest';
import { completePoints } from '../../../lambdas/adapters/metric-queries.ts';

const MINUTE = 60_000;
const FROM = Date.UTC(2026, 0, 15, 3, 0);

it('leaves out what is no number, and periods that are not over', () => {
  const minutes = [3, 0, 1, 2, 4];
  const answer = {
    Timestamps: minutes.map((minute) => new Date(FROM + minute * MINUTE)),
    Values: [4, Number.NaN, Number.POSITIVE_INFINITY, 3, 5],
  };
  const points = completePoints(answer, 60, { from: FROM, to: FROM + 4.5 * MINUTE });
  expect(points).toEqual([
    { at: FROM + 2 * MINUTE, value: 3 },
    { at: FROM + 3 * MINUTE, value: 4 },
  ]);
});
