import { expect, test } from 'vitest';

import { type AnswerName, answersOf } from 'loopback-aws/answers.ts';
import { evaluateMath } from 'loopback-aws/cloudwatch/metric-math.ts';

const grid = { startMs: 0, periodMs: 10_000, count: 3 };
const of = (...values: (number | undefined)[]): Map<number, number> =>
  new Map(values.flatMap((value, index): [number, number][] => (value === undefined ? [] : [[index * 10_000, value]])));
const metrics: Record<string, Map<number, number>> = {
  a: of(1, 2, 3),
  b: of(10, undefined, 30),
  zero: of(0, 4, 0),
  none: of(),
};
const run = (source: string, ...played: AnswerName[]): (number | undefined)[] => {
  const scope = { grid, answers: answersOf(played), lookup: (id: string) => metrics[id] ?? of() };
  const series = evaluateMath(source, scope);
  return [0, 10_000, 20_000].map((at) => series.get(at));
};

test.each([
  { source: 'a + 1 * 2', want: [3, 4, 5] },
  { source: '(a + 1) * 2', want: [4, 6, 8] },
  { source: '-a', want: [-1, -2, -3] },
  { source: 'a + b', want: [11, 2, 33] },
  { source: 'b - a', want: [9, -2, 27] },
  { source: 'a < b', want: [1, 0, 1] },
  { source: 'a / zero', want: [undefined, 0.5, undefined] },
  { source: 'a > 1', want: [0, 1, 1] },
  { source: 'a >= 2 AND a != 3', want: [0, 1, 0] },
  { source: 'a == 1 || a == 3', want: [1, 0, 1] },
  { source: 'FILL(b, 0)', want: [10, 0, 30] },
  { source: 'FILL(b, REPEAT)', want: [10, 10, 30] },
  { source: 'FILL(none, 0)', want: [0, 0, 0] },
  { source: 'IF(a > 1, 100 * a, 0)', want: [0, 200, 300] },
  { source: 'IF(a > 1, a)', want: [undefined, 2, 3] },
  { source: 'IF(a > 2, b, a)', want: [1, 2, 30] },
  { source: 'IF(a > 1, b, a)', want: [1, 0, 30] },
  { source: 'IF(b, a, 0)', want: [1, undefined, 3] },
  { source: 'IF(zero, 5, b)', want: [10, 5, 30] },
  { source: 'IF(a > 5, a, none)', want: [undefined, undefined, undefined] },
  { source: 'IF(b > a OR zero > a, 0, a - zero)', want: [0, 0, 0] },
  { source: 'IF(a >= 2 AND RATE(a) * 10 >= 1, a + RATE(a) * 10, a)', want: [1, 3, 4] },
  { source: 'MAX([a, zero])', want: [1, 4, 3] },
  { source: 'a - MIN(a)', want: [0, 1, 2] },
  { source: 'ABS(a - 2)', want: [1, 0, 1] },
  { source: 'RATE(b)', want: [undefined, undefined, 1] },
  { source: 'IF(FILL(b, 0) >= 10, 100 * FILL(zero, 0) / b, 0)', want: [0, 0, 0] },
])('$source is $want', ({ source, want }) => expect(run(source)).toEqual(want));

test.each([
  'SUM(METRICS())',
  'ANOMALY_DETECTION_BAND(a, 2)',
  'FILL(a, LINEAR)',
  'a ^ 2',
  'a +',
  'PERIOD(a)',
  'MAX(a, b)',
  'SEARCH("x")',
])('the expression %s is refused, not guessed', (source) =>
  expect(() => run(source)).toThrow(expect.objectContaining({ code: 'NotSupported' })),
);

test('an expression that yields a number is a validation error', () =>
  expect(() => run('1 + 1')).toThrow('not a time series'));
