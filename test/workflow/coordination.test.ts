/** Two services of one group, and everything that keeps their heals apart. */
import { describe, expect, it } from 'vitest';
import { alarmName } from '../../core/catalog/catalog.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { Lease } from '../../core/limits/lease.ts';
import { reap } from '../../lambdas/stages/reap.ts';
import { aService } from '../support/catalog.ts';
import { alarmEvent } from '../support/events.ts';
import { passTime } from '../support/machine.ts';
import { playTogether } from '../support/play-together.ts';
import { START, aShop, type Shop } from '../support/shop.ts';
import { LEAK, leakOf } from '../support/sicknesses.ts';

const ORDER = aService({ name: 'order', ecsService: 'order' });

/** Alarms that stay red, and metrics that stay bad: nothing helps, so heals take as long as they may. */
function brokenShop(): Shop {
  const shop = aShop({ others: [ORDER] });
  for (const service of ['user', 'order']) {
    const name = alarmName('healer', service, 'memory-leak', 'memory');
    shop.memory.metrics.setAlarm({ name, state: 'ALARM', stateChangedAt: START });
  }
  for (const service of [shop.user, ORDER]) shop.memory.metrics.setMetric(service, 'memoryPercent', () => 95);
  return shop;
}

function memoryAlarm(service: string): Record<string, unknown> {
  return alarmEvent(alarmName('healer', service, 'memory-leak', 'memory'), { at: START });
}

/** Names of the services the healer changed, in order, one after itself told once. */
function touched({ memory }: Shop): readonly string[] {
  return memory.calls
    .filter(({ port, method }) => port === 'services' && /^(set|stop|register|deregister)/.test(method))
    .map(({ input }) => (input[0] as ServiceEntry).name)
    .filter((name, index, all) => name !== all[index - 1]);
}

describe('two failing services of one group', () => {
  it('are never acted on at the same time, and both get their turn', async () => {
    const order: ServiceEntry = { ...ORDER, tier: 'batch' };
    const shop = aShop({ others: [order] });
    const orderLeak = leakOf(order);
    shop.breakWith(LEAK);
    shop.breakWith(orderLeak, order);
    const events = [shop.alarm(LEAK), shop.alarm(orderLeak, order)];
    const steppers = await Promise.all(events.map((event) => shop.machine.start(event)));
    await playTogether(shop, steppers);
    const [first, second] = await Promise.all(steppers.map(async (stepper) => (await stepper.execution()).incident));
    expect([first?.service, second?.service]).toEqual(['user', 'order']);
    expect([first?.outcome, second?.outcome]).toEqual(['healed', 'healed']);
    expect([first?.attempts.length, second?.attempts.length]).toEqual([1, 1]);
    expect(first?.decisions.map(({ kind }) => kind)).toEqual(['act']);
    expect(second?.decisions.map(({ kind, holds }) => [kind, holds[0]?.reason])).toEqual([
      ['wait', 'group-busy'],
      ['act', undefined],
    ]);
    expect(second?.attempts[0]?.startedAt).toBeGreaterThanOrEqual(first?.closedAt ?? Number.POSITIVE_INFINITY);
    expect(touched(shop)).toEqual(['user', 'order']);
  });

  it('are told apart by their fences: a lease that was lost stops the next move', async () => {
    const shop = brokenShop();
    const running = await shop.machine.start(memoryAlarm('user'));
    while (!running.path.includes('act.replaceTasks.apply')) await running.step();
    const { leases } = shop.memory.store.limits;
    const theirs: Lease = {
      holder: 'somebody-else',
      fence: (leases.get('shop')?.fence ?? 0) + 1,
      until: shop.now() + 3_600_000,
    };
    leases.put('shop', theirs);
    const before = shop.memory.calls.length;
    while (await running.step()) if (running.waitsUntil !== undefined) passTime(shop, running.waitsUntil);
    const writes = shop.memory.calls
      .slice(before)
      .filter(({ port, method }) => port === 'services' && /^(set|stop|reg|dereg)/.test(method));
    expect(writes).toEqual([]);
    const { incident } = await running.execution();
    expect(incident?.outcome).toBe('escalated');
    expect(incident?.outcomeReason).toContain('no longer held with fence');
    expect(leases.get('shop')).toEqual(theirs);
  });
});

describe('the reaper', () => {
  it('closes what a dead execution left open, frees the group and tells people once', async () => {
    const shop = brokenShop();
    const running = await shop.machine.start(memoryAlarm('user'));
    while (!running.path.includes('act.replaceTasks.apply')) await running.step();
    const world = { ...shop.memory.ports, catalog: shop.catalog };
    const event = { detail: { executionArn: (await running.execution()).arn, status: 'ABORTED' } };
    expect(await reap(world)(event)).toMatchObject({ kind: 'reaped' });
    expect(await reap(world)(event)).toEqual({ kind: 'nothing' });
    expect(shop.memory.published.map(({ attributes }) => attributes.outcome)).toEqual(['failed']);
    expect(shop.memory.published[0]?.body).toContain('ABORTED');
    const { incident } = await running.execution();
    expect(incident).toMatchObject({ phase: 'closed', outcome: 'failed' });
    expect((await shop.machine.run(memoryAlarm('order'))).incident?.attempts).toHaveLength(1);
  });

  it('sends no message about an execution that opened no incident', async () => {
    const shop = aShop();
    const world = { ...shop.memory.ports, catalog: shop.catalog };
    expect(await reap(world)({ detail: { executionArn: 'arn:unknown', status: 'FAILED' } })).toEqual({
      kind: 'nothing',
    });
    expect(shop.memory.published).toEqual([]);
  });

  it('refuses an event that names no execution', async () => {
    const shop = aShop();
    const world = { ...shop.memory.ports, catalog: shop.catalog };
    await expect(reap(world)({ detail: {} })).rejects.toThrow('detail.executionArn and detail.status are required');
  });
});

describe('closing', () => {
  it('is refused while a failing signal came in, and the incident goes on with it', async () => {
    const shop = brokenShop();
    const cured = alarmName('healer', 'user', 'memory-leak', 'memory');
    const running = await shop.machine.start(memoryAlarm('user'));
    while (await running.step()) {
      const { path } = await running.execution();
      if (path.at(-1) === 'verify')
        shop.memory.metrics.setAlarm({ name: cured, state: 'OK', stateChangedAt: shop.now() });
      if (path.at(-1) === 'learn' && path.filter((name) => name === 'learn').length === 1) {
        const latency = alarmName('healer', 'user', 'high-latency', 'p99');
        shop.memory.metrics.setAlarm({ name: latency, state: 'ALARM', stateChangedAt: shop.now() });
        await shop.machine.start(alarmEvent(latency, { at: shop.now() }));
      }
      if (path.at(-1)?.startsWith('act') === true) {
        shop.memory.metrics.setMetric(shop.user, 'memoryPercent', () => 40);
        shop.memory.metrics.setAlarm({ name: cured, state: 'OK', stateChangedAt: shop.now() });
      }
      if (running.waitsUntil !== undefined) passTime(shop, running.waitsUntil);
    }
    const { incident, messages } = await running.execution();
    expect(incident?.timeline.some(({ text }) => text.startsWith('not over:'))).toBe(true);
    expect(incident?.failureType).toBe('high-latency');
    expect(messages.map(({ attributes }) => attributes.stage)).toEqual(['started', 'ended']);
  });
});
