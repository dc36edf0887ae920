/** Properties of forward decay: fading by the half-life, whatever the order in which results are added. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decayAt, HALF_LIFE_DAYS, LANDMARK, weightAt } from '../../../core/memory/decay.ts';

const DAY = 24 * 3_600_000;
const at = fc.integer({ min: LANDMARK, max: LANDMARK + 10 * 365 * DAY });

describe('Forward decay', () => {
  it('lets a result count fully at once, half after a half-life and a quarter after two', () => {
    fc.assert(
      fc.property(at, (time) => {
        const weight = weightAt(time);
        expect(decayAt(time)(weight)).toBeCloseTo(1, 8);
        expect(decayAt(time + HALF_LIFE_DAYS * DAY)(weight)).toBeCloseTo(0.5, 8);
        expect(decayAt(time + 2 * HALF_LIFE_DAYS * DAY)(weight)).toBeCloseTo(0.25, 8);
      }),
    );
  });

  it('gives the same sum in whatever order results are added', () => {
    fc.assert(
      fc.property(fc.array(at, { minLength: 1, maxLength: 30 }), (times) => {
        const sum = (list: readonly number[]): number => list.map(weightAt).reduce((a, b) => a + b, 0);
        const now = Math.max(...times);
        expect(decayAt(now)(sum(times))).toBeCloseTo(decayAt(now)(sum(times.toReversed())), 8);
      }),
    );
  });

  it('makes weights that fit into a number of DynamoDB for decades', () => {
    const weight = weightAt(LANDMARK + 60 * 365 * DAY);
    expect(weight).toBeLessThan(9.99e125);
    expect(Number.isFinite(weight)).toBe(true);
  });
});
