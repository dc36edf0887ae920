/** What a heal cost, from what it used. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeHealCost, healCost, METERED, NOTHING_USED } from '../../../core/cost/heal-cost.ts';
import { PRICES } from '../../../core/cost/prices.ts';

describe('the cost of a heal', () => {
  it('is the sum of what was used at the prices of the table', () => {
    const { usd } = healCost({
      ...NOTHING_USED,
      transitions: 40,
      metricReads: 30,
      writeUnits: 200,
      lambdaGbSeconds: 3,
    });
    expect(usd.transitions).toBeCloseTo(0.001, 8);
    expect(usd.metricReads).toBeCloseTo(0.0003, 8);
    expect(usd.writeUnits).toBeCloseTo(0.000125, 8);
    expect(usd.total).toBeCloseTo(0.001 + 0.0003 + 0.000125 + 0.00004, 8);
  });

  it('grows with everything that is used, and is nothing for nothing', () => {
    expect(healCost(NOTHING_USED).usd.total).toBe(0);
    fc.assert(
      fc.property(
        fc.constantFrom(...METERED),
        fc.nat(1_000),
        fc.integer({ min: 1, max: 1_000 }),
        (what, used, more) => {
          const cost = (amount: number) => healCost({ ...NOTHING_USED, [what]: amount }).usd.total;
          expect(cost(used + more)).toBeGreaterThan(cost(used));
        },
      ),
    );
  });

  it('leaves an hour of custom metrics out of the sum, and says what it costs', () => {
    const cost = healCost({ ...NOTHING_USED, transitions: 28, customMetricHours: 5 });
    expect(cost.usd.total).toBeCloseTo(0.0007, 8);
    expect(describeHealCost(cost)).toMatch(
      /^28 transitions.* = 0\.0007 USD .*; its 5 metrics cost 0\.0021 USD for the hour$/,
    );
  });

  it('names date and region of its prices, each of which has a source', () => {
    expect(describeHealCost(healCost(NOTHING_USED))).toContain('(prices of 2026-11, us-east-1, no free tier)');
    for (const { source, usd } of Object.values(PRICES)) {
      expect(source).toMatch(/^aws\.amazon\.com\/[a-z/-]+$/);
      expect(usd).toBeGreaterThan(0);
    }
  });
});
