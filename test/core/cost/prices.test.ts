/** The prices, written down a second time: a change of one is made twice, and says when it was looked up. */
import { describe, expect, it } from 'vitest';
import { METERED, NOTHING_USED, healCost } from '../../../core/cost/heal-cost.ts';
import { PRICES, PRICES_DATE, usd, type Priced } from '../../../core/cost/prices.ts';

/** USD for a million of each, in us-east-1, without free tiers. */
const MILLION_USD: Readonly<Record<Priced, number>> = {
  transitions: 25,
  lambdaGbSeconds: 13.3334,
  lambdaInvocations: 0.2,
  writeUnits: 0.625,
  readUnits: 0.125,
  metricReads: 10,
  alarmReads: 10,
  customMetricHours: 410.9589,
  publishes: 0.5,
  standardAlarmMetrics: 100_000,
  highResolutionAlarmMetrics: 300_000,
  compositeAlarms: 500_000,
  dashboards: 3_000_000,
  keys: 1_000_000,
  tableGigabytes: 450_000,
};

describe('the price table', () => {
  it('is of the day it says, and has a second row for every price', () => {
    expect(PRICES_DATE).toBe('2026-11');
    expect(Object.keys(PRICES).toSorted()).toEqual(Object.keys(MILLION_USD).toSorted());
  });

  it.each(Object.entries(MILLION_USD).map(([what, million]) => ({ what: what as Priced, million })))(
    'says what $what cost',
    ({ what, million }) => {
      expect(usd(what, 1_000_000)).toBeCloseTo(million, 3);
    },
  );
});

describe('a heal', () => {
  it.each(METERED.map((what) => ({ what })))('is charged for its $what, and for nothing else', ({ what }) => {
    const cost = healCost({ ...NOTHING_USED, [what]: 1_000_000 }).usd;
    expect(cost[what]).toBeCloseTo(MILLION_USD[what], 3);
    expect(cost.total).toBeCloseTo(MILLION_USD[what], 3);
  });
});
