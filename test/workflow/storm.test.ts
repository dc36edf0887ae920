/** Many services of one shop that fail together: one message, one trial heal, and nothing that would add to the storm. */
import { describe, expect, it } from 'vitest';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { aService, aToggle } from '../support/catalog.ts';
import { passTime, type Execution } from '../support/machine.ts';
import { ACCOUNT } from '../../sim/ports/limits.ts';
import { runTogether } from '../support/play-together.ts';
import { aShop, START, type Shop, type Sickness } from '../support/shop.ts';
import { ERRORS, leakOf } from '../support/sicknesses.ts';

const MINUTE = 60_000;
/** Enough that three are a soft storm and four a hard one. */
const SERVICES = 10;

const REPORT = member('report', 'batch');
const PAY = member('pay', 'critical');
const MEMBERS = ['order', 'stock', 'mail', 'search', 'price', 'image', 'login'].map((name) => member(name));

function member(name: string, tier: ServiceEntry['tier'] = 'standard'): ServiceEntry {
  return aService({ name, ecsService: name, group: name, tier });
}

function aFleet(user: Partial<ServiceEntry> = {}): Shop {
  const shop = aShop({ service: { group: 'user', ...user }, others: [PAY, REPORT, ...MEMBERS] });
  expect(Object.keys(shop.catalog.services)).toHaveLength(SERVICES);
  return shop;
}

/** All of them leak at once; those in `until` recover by themselves at that time. */
async function leak(
  shop: Shop,
  services: readonly ServiceEntry[],
  until: Readonly<Record<string, number>> = {},
): Promise<readonly Execution[]> {
  return await runTogether(
    shop,
    services.map((service) => begin(shop, service, until[service.name])),
  );
}

function begin(shop: Shop, service: ServiceEntry, until?: number): Record<string, unknown> {
  const sickness = leakOf(service);
  const sick = until === undefined ? sickness.sick : (at: Shop) => at.now() < until;
  return breakWith(shop, { ...sickness, sick }, service);
}

function breakWith(shop: Shop, sickness: Sickness, service: ServiceEntry): Record<string, unknown> {
  shop.breakWith(sickness, service);
  return shop.alarm(sickness, service);
}

function told(executions: readonly Execution[]): readonly string[] {
  return executions.flatMap(({ messages }) =>
    messages.map(({ attributes }) => `${attributes.service} ${attributes.stage} ${attributes.outcome}`),
  );
}

function outcomes(executions: readonly Execution[]) {
  return Object.fromEntries(executions.map(({ incident }) => [incident?.service, incident?.outcome]));
}

/** Services whose tasks or toggles were changed, in order, one after itself told once. */
function touched({ memory }: Shop): readonly string[] {
  return memory.calls
    .flatMap(({ port, method, input }) => {
      if (port === 'toggles' && method === 'write') return [String(input[0])];
      const changes = port === 'services' && /^(set|stop|register|deregister)/.test(method);
      return changes ? [(input[0] as ServiceEntry).name] : [];
    })
    .filter((name, index, all) => name !== all[index - 1]);
}

/** When each was acted on and when it was over. */
function spans(executions: readonly Execution[]) {
  return executions
    .flatMap(({ incident }) => (incident?.attempts ?? []).map(({ startedAt }) => [startedAt, incident?.closedAt ?? 0]))
    .toSorted(([a = 0], [b = 0]) => a - b);
}

describe('A soft storm', () => {
  it('is told once and healed one by one, the least critical first, without a message of those that wait', async () => {
    const shop = aFleet();
    const executions = await leak(shop, [PAY, shop.user, REPORT]);
    expect(outcomes(executions)).toEqual({ pay: 'healed', user: 'healed', report: 'healed' });
    expect(touched(shop)).toEqual(['report', 'user', 'pay']);
    const times = spans(executions);
    for (const [index, [startedAt = 0]] of times.entries()) {
      expect(startedAt).toBeGreaterThanOrEqual(times[index - 1]?.[1] ?? 0);
    }
    expect(told(executions).filter((line) => line.endsWith('storm'))).toHaveLength(1);
  });

  it('is told with its members, what they have in common, and what is done and left', async () => {
    const shop = aFleet();
    const executions = await leak(shop, [PAY, shop.user, REPORT]);
    const storm = executions
      .flatMap(({ messages }) => messages)
      .find(({ attributes }) => attributes.outcome === 'storm');
    expect(storm?.subject).toContain('soft storm: NEEDS YOU');
    for (const words of [
      '3 of 10 services fail together',
      'pay (memory-leak), report (memory-leak), user (memory-leak)',
      'failure type memory-leak (3 of 3); cluster shop (3 of 3)',
      'one service at a time, the least important first',
    ])
      expect(storm?.body).toContain(words);
  });

  it('becomes a hard one when its trial heal does not help, and then everything is left alone', async () => {
    const shop = aFleet();
    const until = START + 60 * MINUTE;
    const held: (number | undefined)[] = [];
    const services = [PAY, shop.user, REPORT];
    const executions = await runTogether(
      shop,
      services.map((service) => begin(shop, service, until)),
      () => {
        // While it waits, the trial heal that did not help holds no other heal up.
        if (shop.now() > START + 40 * MINUTE) held.push(shop.memory.store.limits.leases.get('report')?.until);
      },
    );
    expect(touched(shop)).toEqual(['report']);
    expect(outcomes(executions)).toMatchObject({ pay: 'self-recovered', user: 'self-recovered' });
    expect(held.length).toBeGreaterThan(0);
    expect(new Set(held)).toEqual(new Set([0]));
    expect(told(executions).filter((line) => !line.startsWith('report'))).toEqual([expect.stringMatching(/ storm$/)]);
  });
});

describe('A hard storm', () => {
  const hard = (shop: Shop) => [shop.user, PAY, REPORT, ...MEMBERS.slice(0, 2)];

  it('is waited out: nothing is changed, one message, and the members end silently when they recover', async () => {
    const shop = aFleet();
    const until = START + 45 * MINUTE;
    const executions = await leak(shop, hard(shop), {
      user: until,
      pay: until,
      report: until,
      order: until,
      stock: until,
    });
    expect(touched(shop)).toEqual([]);
    expect(new Set(Object.values(outcomes(executions)))).toEqual(new Set(['self-recovered']));
    expect(told(executions)).toHaveLength(1);
    for (const { incident } of executions) {
      expect(await shop.memory.ports.ledger.notified(incident?.id ?? '')).toBe(true);
    }
  });

  it('is left to a person where it lasts for six hours, and each member then says so', async () => {
    const shop = aFleet();
    const until = START + 24 * 60 * MINUTE;
    const executions = await leak(shop, hard(shop), {
      user: until,
      pay: until,
      report: until,
      order: until,
      stock: until,
    });
    expect(touched(shop)).toEqual([]);
    expect(new Set(Object.values(outcomes(executions)))).toEqual(new Set(['escalated']));
    for (const { incident } of executions) expect(incident?.outcomeReason).toContain('waited 360 minutes');
  });

  it('lets only a toggle be flipped that sheds load', async () => {
    const toggle = { ...aToggle('recommendations'), shedsLoad: true };
    const shop = aFleet({ toggles: [toggle] });
    const until = START + 45 * MINUTE;
    const others = [PAY, REPORT, ...MEMBERS.slice(0, 2)];
    const events = [...others.map((service) => begin(shop, service, until)), breakWith(shop, ERRORS, shop.user)];
    const executions = await runTogether(shop, events);
    expect(touched(shop)[0]).toBe('/shop/recommendations');
    expect(new Set(touched(shop))).toEqual(new Set(['/shop/recommendations']));
    expect(outcomes(executions)['user']).toBe('healed');
  });

  it('holds a toggle that costs a feature and sheds nothing', async () => {
    const shop = aFleet({ toggles: [aToggle('recommendations')] });
    const until = START + 45 * MINUTE;
    const others = [PAY, REPORT, ...MEMBERS.slice(0, 2)];
    const events = [
      ...others.map((service) => begin(shop, service, until)),
      breakWith(shop, { ...ERRORS, sick: (at) => at.now() < until }, shop.user),
    ];
    await runTogether(shop, events);
    expect(touched(shop)).toEqual([]);
  });

  it('is followed by healing those that still fail, one after the other', async () => {
    const shop = aFleet();
    const until = START + 20 * MINUTE;
    const executions = await leak(shop, hard(shop), { user: until, report: until, order: until });
    expect(outcomes(executions)).toMatchObject({ user: 'self-recovered', pay: 'healed', stock: 'healed' });
    expect(touched(shop).toSorted()).toEqual(['pay', 'stock']);
    const [first, second] = spans(executions);
    expect(first?.[0]).toBeGreaterThanOrEqual(until + 10 * MINUTE);
    expect(second?.[0]).toBeGreaterThanOrEqual(first?.[1] ?? 0);
    expect(told(executions).toSorted()).toEqual([
      'pay ended healed',
      'pay started started',
      'stock ended healed',
      'stock started started',
      expect.stringMatching(/ started storm$/),
    ]);
  });

  it('stops a heal that is under way before its next move, undoes it, and lets it begin anew when it is over', async () => {
    const shop = aFleet();
    const running = await shop.machine.start(begin(shop, shop.user));
    while (!running.path.includes('act.replaceTasks.apply')) await running.step();
    const { account } = shop.memory.store.limits;
    const before = account.get(ACCOUNT);
    if (before === undefined) throw new Error('nothing was reserved');
    account.put(ACCOUNT, { ...before, storm: { level: 'hard', since: shop.now(), declaredBy: 'another' } });
    const stopped = shop.memory.calls.length;
    while (await running.step()) if (running.waitsUntil !== undefined) passTime(shop, running.waitsUntil);
    const { incident } = await running.execution();
    const [first, second] = incident?.attempts ?? [];
    expect(first).toMatchObject({ status: 'censored', undone: true, holds: [{ reason: 'storm-hard' }] });
    expect(second?.status).toBe('succeeded');
    expect(incident?.outcome).toBe('healed');
    const next = shop.memory.calls
      .slice(stopped)
      .find(({ port, method }) => port === 'services' && /^(set|stop|reg|dereg)/.test(method));
    expect(next?.method).toBe('registerTarget');
  });

  it('has no message of a member either whose last stage dies after its end was written', async () => {
    const shop = aFleet();
    const until = START + 45 * MINUTE;
    const failing = Object.fromEntries(hard(shop).map(({ name }) => [name, until]));
    shop.memory.fail('ledger', 'markNotified', 'before', new Error('the Lambda died'));
    const executions = await leak(shop, hard(shop), failing);
    expect(told(executions)).toHaveLength(1);
  });
});
