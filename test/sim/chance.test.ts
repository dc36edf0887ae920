/** Chance that is counted, not drawn: the same for the same question, and spread as it says. */
import { describe, expect, it } from 'vitest';
import { exponential, gamma, lognormal, lomax, normal, pick } from '../../sim/world/distributions.ts';
import { chanceOf } from '../../sim/world/random.ts';

const MANY = 20_000;
const chance = chanceOf(7);
const mean = (value: (index: number) => number): number =>
  Array.from({ length: MANY }, (_, index) => value(index)).reduce((sum, one) => sum + one, 0) / MANY;

describe('chance', () => {
  it('answers the same question alike, whatever was asked before', () => {
    const fresh = chanceOf(7);
    chance('human', 1);
    expect(chance('cure', 3, 4, 0)).toBe(fresh('cure', 3, 4, 0));
  });

  it.each([
    { case: 'another seed', other: chanceOf(8)('cure', 3, 4) },
    { case: 'another stream', other: chance('harm', 3, 4) },
    { case: 'another number', other: chance('cure', 4, 3) },
    { case: 'one number more', other: chance('cure', 3, 4, 0) },
  ])('answers differently for $case', ({ other }) => {
    expect(other).not.toBe(chance('cure', 3, 4));
  });

  it('is spread evenly over (0, 1), also for numbers that follow each other', () => {
    expect(mean((i) => chance('cure', i))).toBeCloseTo(0.5, 1);
    const drawn = Array.from({ length: MANY }, (_, i) => Math.floor(chance('cure', i, 0, 0) * 10));
    const tenths = Array.from({ length: 10 }, (_, tenth) => drawn.filter((one) => one === tenth).length);
    // Chi-square with nine degrees of freedom: above 27.9 once in a thousand.
    expect(tenths.reduce((sum, count) => sum + (count - MANY / 10) ** 2 / (MANY / 10), 0)).toBeLessThan(27.9);
  });

  it('does not let neighbours depend on each other', () => {
    const pairs = mean((i) => (chance('cure', i) - 0.5) * (chance('cure', i + 1) - 0.5));
    expect(Math.abs(pairs * 12)).toBeLessThan(0.03);
  });
});

describe('distributions', () => {
  it.each([
    { case: 'exponential of mean 20', value: (i: number) => exponential(20, chance('relief', i)), expected: 20 },
    { case: 'Lomax of mean 12, heavy-tailed', value: (i: number) => lomax(12, 3, chance('recovery', i)), expected: 12 },
    {
      case: 'lognormal of median 40, whose mean is higher',
      value: (i: number) => lognormal(40, 0.6, normal(chance('human', i, 0), chance('human', i, 1))),
      expected: 40 * Math.exp(0.18),
    },
    { case: 'gamma of shape 2.1', value: (i: number) => gammaAt(2.1, i), expected: 2.1 },
    { case: 'gamma of a shape below one', value: (i: number) => gammaAt(0.3, i), expected: 0.3 },
  ])('has the mean it should have: $case', ({ value, expected }) => {
    expect(mean(value) / expected).toBeCloseTo(1, 1);
  });

  it('picks names as often as their shares say', () => {
    const picked = mean((i) => (pick({ often: 3, rarely: 1 }, chance('cause', i)) === 'rarely' ? 1 : 0));
    expect(picked).toBeCloseTo(0.25, 1);
  });

  it('does not pick from nothing', () => {
    expect(() => pick({}, 0.5)).toThrow('nothing to pick from');
  });
});

function gammaAt(shape: number, index: number): number {
  let asked = 0;
  return gamma(shape, () => chance('mix', index, asked++));
}
