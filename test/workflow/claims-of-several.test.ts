/** Several sources may speak for a service, and each of several failures: the claim that is open hides none of the others. */
import { describe, expect, it } from 'vitest';
import { aToggle } from '../support/catalog.ts';
import { customEvent } from '../support/events.ts';
import { machine, passTime } from '../support/machine.ts';
import { aShop, type Shop } from '../support/shop.ts';

const DOWN = 'dependency-failure';
const POOL = 'connection-exhaustion';
const MINUTE = 60_000;

/** Errors confirm that a dependency is down, and here only waiting confirms that connections are short. */
function talkativeShop(errorRatePercent: () => number): Shop {
  const shop = aShop({
    service: { signalSources: ['shop.user', 'shop.chat'], toggles: [aToggle('second-provider', [DOWN])] },
  });
  shop.memory.metrics.setMetric(shop.user, 'errorRatePercent', errorRatePercent);
  shop.memory.metrics.setMetric(shop.user, 'p99LatencyMilliseconds', () => 90);
  const pool = shop.catalog.runbooks[POOL];
  if (pool === undefined) throw new Error('there is no runbook for connections');
  const conditions = pool.verification.conditions.filter(({ metric }) => metric === 'p99LatencyMilliseconds');
  const runbooks = {
    ...shop.catalog.runbooks,
    [POOL]: { ...pool, verification: { ...pool.verification, conditions } },
  };
  const catalog = { ...shop.catalog, runbooks };
  const { memory, advance, now } = shop;
  return { ...shop, catalog, machine: machine({ memory, catalog, advance, now }) };
}

let events = 0;

function claim(
  shop: Shop,
  { source, failureType = DOWN, state = 'ALARM' }: { source: string; failureType?: string; state?: 'ALARM' | 'OK' },
): Record<string, unknown> {
  const detail = { service: 'user', failureType, state, summary: `${source} says so` };
  return { ...customEvent(detail, shop.now(), `said-${events++}`), source };
}

const isOff = (shop: Shop): boolean => shop.memory.parameters.get('/shop/second-provider') === 'off';

/** The first claim, and what is said while it waits. */
async function said(shop: Shop, first: Parameters<typeof claim>[1], ...then: readonly Parameters<typeof claim>[1][]) {
  const running = await shop.machine.start(claim(shop, first));
  await running.step();
  for (const one of then) await (await shop.machine.start(claim(shop, one))).step();
  while (await running.step()) if (running.waitsUntil !== undefined) passTime(shop, running.waitsUntil);
  return await running.execution();
}

const FALSE_CLAIM = { source: 'shop.chat', failureType: POOL };
const TRUE_CLAIM = { source: 'shop.user', failureType: DOWN };

/** Errors from two minutes after the first claim on, until the toggle is off. */
function failingShop(): Shop {
  let start = Infinity;
  const shop: Shop = talkativeShop(() => (isOff(shop) || shop.now() < start + 2 * MINUTE ? 0 : 40));
  start = shop.now();
  return shop;
}

describe('a claim that joins one that nothing agrees with', () => {
  it('is heard: what a measure agrees with is healed', async () => {
    const { incident } = await said(failingShop(), FALSE_CLAIM, TRUE_CLAIM);
    expect(incident).toMatchObject({ outcome: 'healed', failureType: DOWN, claim: { source: 'shop.user' } });
  });

  it('is heard also after a flood of the other source', async () => {
    const flood = Array.from({ length: 30 }, () => FALSE_CLAIM);
    const { incident } = await said(failingShop(), FALSE_CLAIM, ...flood, TRUE_CLAIM);
    expect(incident).toMatchObject({ outcome: 'healed', failureType: DOWN });
  });

  it('goes on where the other one is taken back', async () => {
    const { incident } = await said(failingShop(), FALSE_CLAIM, TRUE_CLAIM, { ...FALSE_CLAIM, state: 'OK' });
    expect(incident).toMatchObject({ outcome: 'healed', failureType: DOWN });
  });

  it('is told where people know of the other source already', async () => {
    const shop = talkativeShop(() => 0);
    expect((await said(shop, FALSE_CLAIM)).messages).toHaveLength(1);
    passTime(shop, shop.now() + 30 * MINUTE);
    const { messages } = await said(shop, FALSE_CLAIM, TRUE_CLAIM);
    expect(messages.map(({ subject }) => subject)).toEqual([
      '[healer] user A dependency is down: claimed, not confirmed: the healer did nothing',
    ]);
    expect(messages[0]?.body).toContain('shop.user');
  });
});

describe('a claim', () => {
  it('is not taken back by another source', async () => {
    const { incident } = await said(failingShop(), TRUE_CLAIM, { source: 'shop.chat', state: 'OK' });
    expect(incident?.outcome).toBe('healed');
  });

  it('is over in silence once all are taken back', async () => {
    const shop = talkativeShop(() => 0);
    const over = [FALSE_CLAIM, TRUE_CLAIM].map((one) => ({ ...one, state: 'OK' as const }));
    const { incident, messages } = await said(shop, FALSE_CLAIM, TRUE_CLAIM, ...over);
    expect(incident).toMatchObject({ outcome: 'unconfirmed' });
    expect(messages).toEqual([]);
  });
});
