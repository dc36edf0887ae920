/** The end of a storm, which no execution may be there to notice: the sweep ends it, and tells people once. */
import { describe, expect, it } from 'vitest';
import { FRESH_ACCOUNT } from '../../core/limits/account.ts';
import { ReadFailed } from '../../core/ports/errors.ts';
import { aService } from '../support/catalog.ts';
import { ACCOUNT } from '../../sim/ports/limits.ts';
import { runTogether } from '../support/play-together.ts';
import { aShop, START, type Shop } from '../support/shop.ts';
import { leakOf } from '../support/sicknesses.ts';
import { sweeper, wait } from '../support/sweeping.ts';

const MINUTE = 60_000;
const OTHERS = ['pay', 'order', 'stock'].map((name) => aService({ name, ecsService: name, group: name }));

/** Four of four services fail for twenty minutes; one of them does not recover, and is left to a person. */
async function afterAStorm(before?: (shop: Shop) => void): Promise<Shop> {
  const shop = aShop({ service: { group: 'user' }, others: OTHERS });
  before?.(shop);
  const events = [shop.user, ...OTHERS].map((service) => {
    const sickness = { ...leakOf(service), sick: (at: Shop) => at.now() < START + 20 * MINUTE };
    shop.breakWith(sickness, service);
    return shop.alarm(sickness, service);
  });
  const executions = await runTogether(shop, events);
  for (const { arn } of executions) {
    shop.memory.executions.set(arn, { kind: 'ended', status: 'SUCCEEDED', at: shop.now() });
  }
  expect(shop.memory.store.limits.account.get(ACCOUNT)?.storm?.level).toBe('hard');
  return shop;
}

const published = (shop: Shop) => shop.memory.published.map(({ attributes }) => attributes);

describe('A storm whose services have recovered', () => {
  it('is still one for ten minutes, and then people are told once', async () => {
    const shop = await afterAStorm();
    await sweeper(shop)();
    expect(published(shop)).toEqual([]);
    for (const _sweep of [1, 2, 3]) {
      wait(shop, 11);
      await sweeper(shop)();
    }
    expect(published(shop)).toMatchObject([{ stage: 'ended', outcome: 'storm' }]);
    expect(shop.memory.publishedInChat).toHaveLength(1);
    const [message] = shop.memory.published;
    expect(message?.subject).toContain('the storm is over');
    expect(message?.body).toMatch(/^after \d\d minutes the storm is over: 4 of 4 services have recovered/);
    expect(shop.memory.store.limits.account.get(ACCOUNT)).not.toHaveProperty('storm');
  });

  it('names those that are not well', async () => {
    const shop = await afterAStorm();
    const { sick } = shop.memory.store.limits;
    const pay = sick.get('pay');
    if (pay === undefined) throw new Error('the failure of pay is not recorded');
    sick.put('pay', { ...pay, well: false });
    wait(shop, 25);
    await sweeper(shop)();
    expect(shop.memory.published[0]?.body).toMatch(/3 of 4 services have recovered\n\nFailing: +pay\n/);
  });

  it('keeps the sweep from resting until people know', async () => {
    const shop = await afterAStorm();
    for (const kind of ['swept', 'swept', 'swept', 'rested']) {
      wait(shop, 5);
      expect((await sweeper(shop)()).kind).toBe(kind);
    }
  });

  it.each([
    { case: 'before a message was sent', call: 'publish', told: 1 },
    { case: 'between people and chat', call: 'publishInChat', told: 2 },
  ] as const)('is told by the next sweep when this one dies $case', async ({ call, told }) => {
    const shop = await afterAStorm();
    wait(shop, 25);
    shop.memory.fail('notifier', call, 'before', new Error('the Lambda died'));
    await expect(sweeper(shop)()).rejects.toThrow('the Lambda died');
    wait(shop, 1);
    await sweeper(shop)();
    expect(published(shop)).toHaveLength(told);
  });

  it('is not followed by messages of members of which it was not noted that people know', async () => {
    const shop = await afterAStorm(({ memory }) => {
      memory.fail('ledger', 'markNotified', 'before', new Error('the Lambda died'));
    });
    wait(shop, 25);
    await sweeper(shop)();
    expect(published(shop)).toMatchObject([{ outcome: 'storm' }]);
    for (const id of shop.memory.store.ledger.incidents.keys()) {
      expect(await shop.memory.ports.ledger.notified(id)).toBe(true);
    }
  });

  it('does not keep the sweep from its other work when the limits cannot be read', async () => {
    const shop = await afterAStorm();
    wait(shop, 25);
    shop.memory.fail('limits', 'afterStorm', 'before', new ReadFailed('no answer'));
    expect((await sweeper(shop)()).found).toEqual(['unreadable-service: limits: ReadFailed']);
    wait(shop, 5);
    await sweeper(shop)();
    expect(published(shop)).toHaveLength(1);
  });
});

describe('A storm whose witness died before it told people', () => {
  it('is told by the sweep, once, while it lasts', async () => {
    const shop = aShop({ service: { group: 'user' }, others: OTHERS });
    const events = [shop.user, ...OTHERS].map((service) => {
      const sickness = { ...leakOf(service), sick: () => true };
      shop.breakWith(sickness, service);
      return shop.alarm(sickness, service);
    });
    for (let time = 0; time < 6; time += 1) {
      shop.memory.fail('ledger', 'keepDecision', 'before', new Error('the Lambda died'));
    }
    const steppers = [];
    for (const event of events) steppers.push(await shop.machine.start(event));
    for (const stepper of steppers) while (stepper.waitsUntil === undefined && (await stepper.step()));
    const executions = await Promise.all(steppers.map((stepper) => stepper.execution()));
    const told = executions.flatMap(({ messages }) => messages.map(({ attributes }) => attributes.outcome));
    expect(told).toEqual(['failed']);
    await sweeper(shop)();
    expect(published(shop)).toMatchObject([{ stage: 'started', outcome: 'storm' }]);
    expect(shop.memory.published[0]?.body).toContain('4 of 4 services fail together');
    wait(shop, 5);
    await sweeper(shop)();
    expect(published(shop)).toHaveLength(1);
  });

  it('is left to its witness as long as that one is at work', async () => {
    const shop = aShop({ service: { group: 'user' }, others: OTHERS });
    const taken = [shop.user, ...OTHERS].map(async (service) => {
      shop.breakWith(leakOf(service), service);
      return await shop.machine.start(shop.alarm(leakOf(service), service));
    });
    const [witness] = await Promise.all(taken);
    const declaredBy = (await witness?.execution())?.incident?.id ?? '';
    const storm = { level: 'hard', since: shop.now(), declaredBy } as const;
    shop.memory.store.limits.account.put(ACCOUNT, { ...FRESH_ACCOUNT, storm });
    await sweeper(shop)();
    expect(published(shop)).toEqual([]);
  });
});
