/** A claim has no alarm that would call again: where its execution dies, the next claim or the sweep tells how it ended. */
import { describe, expect, it } from 'vitest';
import { ReadFailed } from '../../core/ports/errors.ts';
import { intake } from '../../lambdas/stages/intake.ts';
import { reap } from '../../lambdas/stages/reap.ts';
import { claim, measuredShop } from '../support/claims.ts';
import { passTime, type Execution } from '../support/machine.ts';
import type { Shop } from '../support/shop.ts';
import { die, sweeper, wait } from '../support/sweeping.ts';

const MINUTE = 60_000;

describe('a claim whose execution died unnoticed', () => {
  /** What the next claim comes to, so many minutes later, and the dead one by then. */
  async function next(
    minutes: number,
    state: 'ALARM' | 'OK' = 'ALARM',
    meanwhile?: (shop: Shop, id: string) => unknown,
  ) {
    const shop = measuredShop(() => 0);
    const running = await shop.machine.start(claim(shop));
    await running.step();
    const { incident: dead } = await running.execution();
    passTime(shop, shop.now() + minutes * MINUTE);
    await meanwhile?.(shop, dead?.id ?? '');
    const { incident } = await shop.machine.run(claim(shop, state));
    return { incident, dead: await shop.memory.ports.ledger.load(dead?.id ?? '') };
  }
  const says = (incident: Execution['incident'], id: string) =>
    incident?.timeline.filter(({ text }) => text.includes(`incident ${id} before this one`)).length;

  it('is ended by the next one, which says so', async () => {
    const { incident, dead } = await next(61);
    expect(dead).toMatchObject({ phase: 'closed', outcome: 'failed' });
    expect(incident).toMatchObject({ outcome: 'unconfirmed' });
    expect(says(incident, dead.id)).toBe(1);
  });

  it('is said by the next one also where the first try to open that died after ending it', async () => {
    const die = (shop: Shop) => shop.memory.fail('ledger', 'admit', 'before', new ReadFailed('it died'));
    const { incident, dead } = await next(61, 'ALARM', async (shop) => {
      die(shop);
      const world = { ...shop.memory.ports, catalog: shop.catalog };
      const input = { event: claim(shop), executionArn: 'arn:execution:dies' };
      await expect(intake(world)(input)).rejects.toThrow('it died');
    });
    expect(dead.outcome).toBe('failed');
    expect(says(incident, dead.id)).toBe(1);
  });

  it.each([
    { minutes: 61, times: 1, case: 'long after' },
    { minutes: 3, times: 0, case: 'while its own execution may tell people still' },
  ])('is said by the next one where it had closed and people were not told: $case', async ({ minutes, times }) => {
    const shop = measuredShop(() => 0);
    const running = await shop.machine.start(claim(shop));
    const closed = async () => (await running.execution()).incident?.phase === 'closed';
    while (!(await closed()) && (await running.step())) {
      if (running.waitsUntil !== undefined) passTime(shop, running.waitsUntil);
    }
    const { incident: dead } = await running.execution();
    passTime(shop, shop.now() + minutes * MINUTE);
    const { incident } = await shop.machine.run(claim(shop));
    expect(incident?.id).not.toBe(dead?.id);
    expect(says(incident, dead?.id ?? '')).toBe(times);
  });

  it('is not said once more where the reaper told people', async () => {
    const { incident, dead } = await next(61, 'ALARM', async (shop, id) => {
      const { executionArn } = await shop.memory.ports.ledger.load(id);
      await reap({ ...shop.memory.ports, catalog: shop.catalog })({ detail: { executionArn, status: 'ABORTED' } });
    });
    expect(dead.outcome).toBe('failed');
    expect(says(incident, dead.id)).toBe(0);
  });

  it('is told by the sweep, once, where it was closed and people were not told', async () => {
    const shop = measuredShop(() => 0);
    const running = await shop.machine.start(claim(shop));
    while (!running.path.includes('close') && (await running.step())) {
      if (running.waitsUntil !== undefined) passTime(shop, running.waitsUntil);
    }
    await die(shop, running);
    const found: string[] = [];
    for (let sweeps = 0; sweeps < 2; sweeps++) {
      wait(shop, 11);
      found.push(...(await sweeper(shop)()).found);
    }
    expect(found).toEqual([expect.stringMatching(/^untold-incident: /)]);
    expect(shop.memory.published.map(({ attributes }) => attributes.outcome)).toEqual(['unconfirmed']);
  });

  it('is left to the sweep by a word that it is over, and after a day', async () => {
    expect((await next(61, 'OK')).dead.phase).not.toBe('closed');
    expect((await next(25 * 60)).dead.phase).not.toBe('closed');
  });
});
