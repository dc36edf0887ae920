/** What becomes of requests while the cache serves them, while it fails, and while it is switched off. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { priceSource, type Prices } from '../../lab/fleet/prices.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Lookups at a steady rate; answers which share of them found their prices. */
async function foundShare(source: Prices, perSecond: number): Promise<number> {
  const seconds = 30;
  const lookups: Promise<boolean>[] = [];
  for (let lookup = 0; lookup < seconds * perSecond; lookup += 1) {
    lookups.push(source.find('client'));
    await vi.advanceTimersByTimeAsync(1_000 / perSecond);
  }
  await vi.runAllTimersAsync();
  const found = await Promise.all(lookups);
  return found.filter((one) => one).length / found.length;
}

describe('the prices of a task', () => {
  it('are all found in a cache that works', async () => {
    expect(await foundShare(priceSource({ cacheOn: () => true, cacheFails: () => 0 }), 4)).toBe(1);
  });

  it('are missed by as many as the cache fails', async () => {
    const found = await foundShare(priceSource({ cacheOn: () => true, cacheFails: () => 0.25 }), 4);
    expect(found).toBe(0.75);
  });

  it('are missed by clients as often, when a probe asks three times for each of theirs', async () => {
    const source = priceSource({ cacheOn: () => true, cacheFails: () => 0.25 });
    const found: boolean[] = [];
    for (let request = 0; request < 40; request += 1) {
      found.push(await source.find('client'));
      for (let probe = 0; probe < 3; probe += 1) await source.find('probe');
    }
    expect(found.filter((one) => one)).toHaveLength(30);
  });

  it.each([
    { case: 'the least traffic of the lab', perSecond: 4, foundMax: 0.35 },
    { case: 'that of a lab at full speed', perSecond: 20, foundMax: 0.1 },
  ])('are found by few without a cache, under $case', async ({ perSecond, foundMax }) => {
    const found = await foundShare(priceSource({ cacheOn: () => false, cacheFails: () => 0.25 }), perSecond);
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(foundMax);
  });

  it('are found again as soon as the cache is back on', async () => {
    let on = false;
    const source = priceSource({ cacheOn: () => on, cacheFails: () => 0 });
    await foundShare(source, 8);
    on = true;
    expect(await foundShare(source, 8)).toBe(1);
  });
});
