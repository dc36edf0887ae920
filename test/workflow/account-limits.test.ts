/** What limits the healing of services that share nothing but their healer: places, tokens, its own failures, flapping. */
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { FRESH_ACCOUNT } from '../../core/limits/account.ts';
import { aService } from '../support/catalog.ts';
import { machine, type Execution } from '../support/machine.ts';
import { ACCOUNT } from '../../sim/ports/limits.ts';
import { runTogether } from '../support/play-together.ts';
import { aShop, START, type Shop } from '../support/shop.ts';
import { ENDLESS_LEAK, leakOf } from '../support/sicknesses.ts';

const MINUTE = 60_000;
const OTHERS = Array.from({ length: 29 }, (_, index) => {
  const name = `s${index}`;
  return aService({ name, ecsService: name, group: name });
});

/** Thirty services: three may be healed at once, and six failing ones are a storm. */
function aFleet(limits: Catalog['limits'] = {}): Shop {
  const shop = aShop({ service: { group: 'user' }, others: OTHERS });
  const catalog = { ...shop.catalog, limits };
  return { ...shop, catalog, machine: machine({ ...shop, catalog }) };
}

function leaking(shop: Shop, services: readonly ServiceEntry[]) {
  return services.map((service) => {
    const sickness = leakOf(service);
    shop.breakWith(sickness, service);
    return shop.alarm(sickness, service);
  });
}

/** Of each execution: the first reason to wait, and when it acted, in minutes. */
function waits(executions: readonly Execution[]) {
  return executions.map(({ incident }) => ({
    reason: incident?.decisions.find(({ kind }) => kind === 'wait')?.holds[0]?.reason,
    minutes: ((incident?.attempts[0]?.startedAt ?? Infinity) - START) / MINUTE,
  }));
}

describe('Services that fail at the same time for reasons of their own', () => {
  it('are healed as many at once as a tenth of the services, and the next when one is done', async () => {
    const shop = aFleet({ concurrentShare: 0.05, burst: 20, commonCauseServices: 100 });
    const executions = await runTogether(shop, leaking(shop, [...OTHERS.slice(0, 1), shop.user]));
    const [first, second] = waits(executions);
    expect(first).toEqual({ reason: undefined, minutes: 0 });
    expect(second?.reason).toBe('account-busy');
    expect(second?.minutes).toBeGreaterThan(0);
    expect(executions.map(({ incident }) => incident?.outcome)).toEqual(['healed', 'healed']);
  });

  it('are healed no faster than tokens come back, each at the time that was named', async () => {
    const shop = aFleet({ concurrentShare: 1, burst: 1, refillMinutes: 8, commonCauseServices: 100 });
    const executions = await runTogether(shop, leaking(shop, [...OTHERS.slice(0, 2), shop.user]));
    const [first, second, third] = waits(executions);
    expect([first, second]).toEqual([
      { reason: undefined, minutes: 0 },
      { reason: 'account-rate', minutes: 8 },
    ]);
    expect(third?.reason).toBe('account-rate');
    expect(third?.minutes).toBeGreaterThanOrEqual(16);
    expect(third?.minutes).toBeLessThan(18);
    expect(executions.map(({ incident }) => incident?.outcome)).toEqual(['healed', 'healed', 'healed']);
  });
});

describe('A more important service that fails a moment later', () => {
  it('is healed first: what is left is kept for it', async () => {
    const shop = aFleet({ concurrentShare: 1, burst: 1, refillMinutes: 8, commonCauseServices: 100 });
    const less: ServiceEntry = { ...aService({ name: 's0', ecsService: 's0', group: 's0' }), tier: 'batch' };
    const catalog = { ...shop.catalog, services: { ...shop.catalog.services, s0: less } };
    const ordered = { ...shop, catalog, machine: machine({ ...shop, catalog }) };
    const executions = await runTogether(ordered, leaking(ordered, [less, shop.user]));
    const [second, first] = waits(executions);
    expect(first).toEqual({ reason: undefined, minutes: 0 });
    expect(second?.reason).toBe('account-queue');
    expect(second?.minutes).toBeGreaterThanOrEqual(8);
    expect(executions.map(({ incident }) => incident?.outcome)).toEqual(['healed', 'healed']);
  });
});

describe('Three services with the same failure', () => {
  it('are taken for one cause: one is healed to see whether it helps, and then the others', async () => {
    const shop = aFleet({ concurrentShare: 1, burst: 20 });
    const executions = await runTogether(shop, leaking(shop, [...OTHERS.slice(0, 2), shop.user]));
    const [first, ...others] = waits(executions);
    expect(first).toEqual({ reason: undefined, minutes: 0 });
    const over = ((executions[0]?.incident?.closedAt ?? Infinity) - START) / MINUTE;
    for (const { reason, minutes } of others) {
      expect(reason).toBe('common-cause');
      expect(minutes).toBeGreaterThanOrEqual(over);
    }
    expect(executions.map(({ incident }) => incident?.outcome)).toEqual(['healed', 'healed', 'healed']);
  });
});

describe('A healer that failed at several services', () => {
  const openedAt = START - 10 * MINUTE;

  it('asks a person at once, and changes nothing', async () => {
    const shop = aFleet();
    shop.memory.store.limits.account.put(ACCOUNT, { ...FRESH_ACCOUNT, breaker: { outcomes: [], openedAt } });
    const [execution] = await runTogether(shop, leaking(shop, [shop.user]));
    expect(execution?.incident).toMatchObject({ outcome: 'escalated', attempts: [] });
    expect(execution?.incident?.decisions[0]?.holds).toMatchObject([
      { reason: 'breaker-open', until: openedAt + 30 * MINUTE },
    ]);
    expect(execution?.messages.map(({ attributes }) => attributes.outcome)).toEqual(['escalated']);
  });

  it('comes to that by its own attempts, and by one that helps it closes again', async () => {
    const shop = aFleet({ commonCauseServices: 100, concurrentShare: 1, burst: 20, breakerFailures: 2 });
    const broken = OTHERS.slice(0, 2);
    const events = broken.map((service) => {
      shop.breakWith({ ...ENDLESS_LEAK, sickTasks: leakOf(service).sickTasks ?? (() => []) }, service);
      return shop.alarm(ENDLESS_LEAK, service);
    });
    await runTogether(shop, events);
    const breaker = () => shop.memory.store.limits.account.get(ACCOUNT)?.breaker;
    expect(breaker()?.openedAt).toBeDefined();
    shop.advance(31 * MINUTE);
    const [execution] = await runTogether(shop, leaking(shop, [shop.user]));
    expect(execution?.incident?.outcome).toBe('healed');
    expect(breaker()?.openedAt).toBeUndefined();
  });
});

describe('A service that fails and recovers again and again', () => {
  it('is left alone, and a person is asked once', async () => {
    const shop = aFleet();
    shop.memory.parameters.set('/healer/mode', 'observe');
    const outcomes: (string | undefined)[] = [];
    for (let time = 0; time < 4; time += 1) {
      if (time === 3) shop.memory.parameters.set('/healer/mode', 'auto');
      shop.breakWith(ENDLESS_LEAK);
      const { incident } = await shop.machine.run(shop.alarm(ENDLESS_LEAK));
      outcomes.push(incident?.outcome);
      shop.advance(5 * MINUTE);
    }
    expect(outcomes).toEqual(['held', 'held', 'held', 'escalated']);
    const incidentId = (await shop.memory.ports.ledger.service('user')).history.at(-1)?.incidentId ?? '';
    const { decisions, attempts } = await shop.memory.ports.ledger.load(incidentId);
    expect(decisions.at(-1)?.holds).toMatchObject([{ reason: 'flapping' }]);
    expect(attempts).toEqual([]);
  });
});
