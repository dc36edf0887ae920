/** Confidence intervals against published values. */
import { describe, expect, it } from 'vitest';
import { excludesZero, intervalOf, quantile, studentQuantile } from '../../sim/measure/interval.ts';

describe("Student's quantile", () => {
  it.each([
    { case: '1 degree of freedom', degrees: 1, published: 12.706 },
    { case: '2 degrees of freedom', degrees: 2, published: 4.303 },
    { case: '3 degrees of freedom', degrees: 3, published: 3.182 },
    { case: '9 degrees of freedom', degrees: 9, published: 2.262 },
    { case: '19 degrees of freedom, twenty seeds', degrees: 19, published: 2.093 },
    { case: '120 degrees of freedom', degrees: 120, published: 1.98 },
  ])('is the published one for $case', ({ degrees, published }) => {
    expect(Math.abs(studentQuantile(degrees) / published - 1)).toBeLessThan(0.002);
  });
});

describe('an interval', () => {
  it('is mean ± t·s/√n', () => {
    // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, standard deviation 2.138; t(7) = 2.365.
    const { mean, low, high } = intervalOf([2, 4, 4, 4, 5, 5, 7, 9]);
    expect(mean).toBe(5);
    expect(low).toBeCloseTo(5 - (2.365 * 2.138) / Math.sqrt(8), 2);
    expect(high).toBeCloseTo(5 + (2.365 * 2.138) / Math.sqrt(8), 2);
  });

  it('has no ends with one value, and says nothing about zero', () => {
    expect(intervalOf([3])).toEqual({ mean: 3, low: null, high: null });
    expect(excludesZero(intervalOf([3]))).toBe(false);
  });

  it.each([
    { case: 'above', values: [1, 1.1, 0.9], excludes: true },
    { case: 'below', values: [-1, -1.1, -0.9], excludes: true },
    { case: 'around', values: [-1, 1, 0.1], excludes: false },
  ])('excludes zero when all of it lies on one side: $case', ({ values, excludes }) => {
    expect(excludesZero(intervalOf(values))).toBe(excludes);
  });

  it('is not made of nothing', () => {
    expect(() => intervalOf([])).toThrow('no values');
  });
});

it('takes percentiles by nearest rank', () => {
  const sorted = Array.from({ length: 100 }, (_, index) => index + 1);
  expect([0.5, 0.9, 0.99, 1].map((share) => quantile(sorted, share))).toEqual([50, 90, 99, 100]);
});
