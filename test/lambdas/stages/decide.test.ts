/** What Decide reserved it gives back when it goes on without, also what it could not write down before it died. */
import { describe, expect, it } from 'vitest';
import { FRESH_ACCOUNT } from '../../../core/limits/account.ts';
import { ReadFailed } from '../../../core/ports/errors.ts';
import { decide } from '../../../lambdas/stages/decide.ts';
import { ACCOUNT } from '../../../sim/ports/limits.ts';
import { aShop, type Shop, type ShopOptions } from '../../support/shop.ts';
import { LEAK } from '../../support/sicknesses.ts';
import { incidentOf } from '../../support/undoing.ts';

const REASON = new ReadFailed('the table is away');

async function brokenShop(service: ShopOptions['service'] = {}): Promise<Shop> {
  const shop = aShop({ service });
  shop.breakWith(LEAK);
  await shop.machine.start(shop.alarm(LEAK));
  return shop;
}

async function decided(shop: Shop) {
  const { id: incidentId, sequence } = await shop.memory.ports.ledger.load(incidentOf(shop));
  return await decide({ ...shop.memory.ports, catalog: shop.catalog })({ incidentId, sequence });
}

function heldUntil({ memory, user }: Shop): number | undefined {
  return memory.store.limits.leases.get(user.group)?.until;
}

describe('a group that was reserved by a decision that could not be kept', () => {
  it('is free again when the next one waits', async () => {
    const shop = await brokenShop();
    shop.memory.fail('ledger', 'keepDecision', 'before', REASON);
    await expect(decided(shop)).rejects.toThrow(REASON);
    expect(heldUntil(shop)).toBeGreaterThan(shop.now());
    shop.memory.fail('metrics', 'alarms', 'before', REASON);
    await decided(shop);
    expect(heldUntil(shop)).toBe(0);
  });

  it('is free again when the next one asks a person', async () => {
    const shop = await brokenShop({ approval: ['replaceTasks'] });
    const [incidentId, { group }] = [incidentOf(shop), shop.user];
    const { leases, account } = shop.memory.store.limits;
    // One write makes both.
    leases.put(group, { holder: incidentId, fence: 2, until: shop.now() + 60_000 });
    account.put(ACCOUNT, { ...FRESH_ACCOUNT, slots: [{ incidentId, group, remedy: 'replaceTasks' }] });
    await decided(shop);
    expect(heldUntil(shop)).toBe(0);
  });

  it('stays with the next one that acts, with the same fence', async () => {
    const shop = await brokenShop();
    shop.memory.fail('ledger', 'keepDecision', 'before', REASON);
    await expect(decided(shop)).rejects.toThrow(REASON);
    await decided(shop);
    const { reservation } = await shop.memory.ports.ledger.load(incidentOf(shop));
    expect(reservation).toMatchObject({ fence: 1, until: heldUntil(shop) });
  });

  it('costs no write where nothing was ever reserved', async () => {
    const shop = await brokenShop({ approval: ['replaceTasks'] });
    await decided(shop);
    expect(shop.memory.calls.filter(({ port, method }) => port === 'limits' && method === 'release')).toEqual([]);
  });
});
