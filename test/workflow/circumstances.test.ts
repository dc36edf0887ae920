/** What a choice depends on beside the failure: peak hours, change calendars, autoscaling at work, the error budget. */
import { describe, expect, it } from 'vitest';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { desiredCountElements, failedRequestElements } from '../../core/catalog/metrics.ts';
import { ReadFailed } from '../../core/ports/errors.ts';
import { aToggle } from '../support/catalog.ts';
import { remember } from '../support/experience.ts';
import { BAD, GOOD, START, aShop, aTaskDefinition, type Shop } from '../support/shop.ts';
import { BAD_RELEASE, COSTLY_FEATURE, LEAK, deployBad } from '../support/sicknesses.ts';

/** A release that is to blame and can be taken back, with this said about the service. */
function releasedShop(service: Partial<ServiceEntry>): Shop {
  const taskDefinitions = [aTaskDefinition(GOOD), aTaskDefinition(BAD, { 'healer:schema': 'compatible' })];
  const shop = aShop({ service, taskDefinitions });
  deployBad(shop);
  shop.breakWith(BAD_RELEASE);
  return shop;
}

async function firstDecision(shop: Shop, sickness: typeof LEAK) {
  const { incident } = await shop.machine.run(shop.alarm(sickness));
  const decision = incident?.decisions[0];
  if (decision === undefined) throw new Error('nothing was decided');
  return { ...decision, said: decision.why.join(' ') };
}

/** The clock of the Lambdas is so many minutes ahead of everybody else's. */
function skewed(shop: Shop, minutes: number): Shop {
  Object.assign(shop.memory.ports, { clock: { now: () => shop.now() + minutes * 60_000 } });
  return shop;
}

const SKEWS = [0, 5, -5];

describe('peak hours', () => {
  const decidedBetween = async (from: string, to: string) => {
    const toggles = [aToggle('recommendations', ['high-cpu'])];
    const shop = aShop({ service: { tier: 'critical', toggles, peakHours: { from, to, timeZone: 'UTC' } } });
    await remember(shop, { failureType: 'high-cpu', remedy: 'flipToggle', successes: 2, failures: 0, minutes: 8 });
    shop.breakWith(COSTLY_FEATURE);
    return await firstDecision(shop, COSTLY_FEATURE);
  };

  it('make the gentler remedy the better one', async () => {
    const [calm, busy] = [await decidedBetween('08:00', '20:00'), await decidedBetween('02:00', '05:00')];
    expect([calm.chosen, busy.chosen]).toEqual(['flipToggle', 'replaceTasks']);
    expect(busy.evidence).toContain('peak hours until 05:00 UTC');
    expect(calm.evidence.join(' ')).not.toContain('peak');
  });
});

describe('a change calendar', () => {
  it('that is closed keeps a release where it is, and a person decides', async () => {
    const shop = releasedShop({ changeCalendars: ['freeze'] });
    shop.memory.calendars.set('freeze', { kind: 'closed', until: START + 3_600_000 });
    const decision = await firstDecision(shop, BAD_RELEASE);
    expect(decision).toMatchObject({ kind: 'ask', chosen: 'rollBack' });
    expect(decision.said).toContain('A person is asked: change calendar freeze is closed until');
    expect(shop.memory.ecs.service(shop.user).deployments[0]?.taskDefinitionArn).toBe(BAD);
  });

  it('does not concern what is safe', async () => {
    const shop = aShop({ service: { changeCalendars: ['freeze'] } });
    shop.memory.calendars.set('freeze', { kind: 'closed' });
    shop.breakWith(LEAK);
    expect(await firstDecision(shop, LEAK)).toMatchObject({ kind: 'act', chosen: 'replaceTasks' });
  });

  it('that cannot be read once is asked again, and then the release is taken back', async () => {
    const shop = releasedShop({ changeCalendars: ['freeze'] });
    shop.memory.calendars.set('freeze', { kind: 'open' });
    shop.memory.fail('calendars', 'state', 'before', new ReadFailed('throttled'));
    const { incident } = await shop.machine.run(shop.alarm(BAD_RELEASE));
    expect(incident?.decisions.map(({ kind }) => kind)).toEqual(['wait', 'act']);
    expect(incident?.decisions[0]?.why.join(' ')).toContain('change calendar freeze could not be read (throttled)');
    expect(incident?.attempts.map(({ remedy }) => remedy)).toEqual(['rollBack']);
  });

  it('that does not exist may be closed: a person is asked in the end', async () => {
    const shop = releasedShop({ changeCalendars: ['freeze'] });
    const { incident } = await shop.machine.run(shop.alarm(BAD_RELEASE));
    expect(incident?.outcome).toBe('escalated');
    expect(incident?.attempts).toEqual([]);
    expect(incident?.decisions[0]?.why.join(' ')).toContain('There is no change calendar freeze');
  });

  it('that is open changes nothing', async () => {
    const shop = releasedShop({ changeCalendars: ['freeze'] });
    shop.memory.calendars.set('freeze', { kind: 'open' });
    expect((await firstDecision(shop, BAD_RELEASE)).chosen).toBe('rollBack');
  });

  it('is asked for where there is one, and nowhere else', async () => {
    const shop = releasedShop({});
    expect((await firstDecision(shop, BAD_RELEASE)).chosen).toBe('rollBack');
    expect(shop.memory.calls.filter(({ port }) => port === 'calendars')).toEqual([]);
  });
});

describe('autoscaling at work', () => {
  /** Desired counts as Container Insights would report them: what was desired when each minute began. */
  function countingShop(): Shop {
    const shop = aShop();
    const elements = desiredCountElements(shop.user) ?? [];
    const counts = new Map<number, number>();
    const tick = shop.memory.tick.bind(shop.memory);
    const note = () => {
      const minute = Math.floor(shop.now() / 60_000);
      if (!counts.has(minute)) counts.set(minute, shop.memory.ecs.service(shop.user).desired);
    };
    shop.memory.metrics.setSeries(elements, (at) => counts.get(Math.floor(at / 60_000)) ?? 4);
    Object.assign(shop.memory, {
      tick: () => {
        tick();
        note();
      },
    });
    return shop;
  }

  it('is waited for, and the task is replaced when it is done', async () => {
    const shop = countingShop();
    shop.breakWith(LEAK);
    shop.memory.ecs.service(shop.user).desired = 6;
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    const [first] = incident?.decisions ?? [];
    expect(first).toMatchObject({ kind: 'wait', holds: [{ reason: 'scaling-in-progress' }] });
    expect(first?.why.join(' ')).toContain('desired 6, 4 a moment ago, running 4, 0 pending');
    expect(incident?.outcome).toBe('healed');
    const waitedMinutes = ((incident?.attempts[0]?.startedAt ?? 0) - START) / 60_000;
    expect(waitedMinutes).toBeGreaterThanOrEqual(3);
    expect(waitedMinutes).toBeLessThan(6);
    expect(shop.memory.ecs.service(shop.user).desired).toBe(6);
  });

  it.each(SKEWS)('is seen a moment after it began, by a clock that is off by %d minutes', async (minutes) => {
    const shop = skewed(countingShop(), minutes);
    shop.breakWith(LEAK);
    shop.memory.ecs.service(shop.user).desired = 6;
    expect((await firstDecision(shop, LEAK)).holds).toMatchObject([{ reason: 'scaling-in-progress' }]);
  });

  it("is not the healer's own count, when it chooses again", async () => {
    const shop = countingShop();
    const stubborn = { ...LEAK, sick: () => true, sickTasks: (one: Shop) => one.tasks().slice(0, 1) };
    shop.breakWith(stubborn);
    const { incident } = await shop.machine.run(shop.alarm(stubborn));
    const reasons = incident?.decisions.flatMap(({ candidates }) => candidates.flatMap(({ holds }) => holds));
    expect(incident?.attempts.map(({ remedy }) => remedy)).toEqual(['replaceTasks']);
    expect(incident?.decisions.length).toBeGreaterThan(1);
    expect(reasons?.map(({ reason }) => reason)).not.toContain('scaling-in-progress');
  });
});

describe('an error budget', () => {
  function spentShop(errorsPerQuarter: number): Shop {
    const shop = releasedShop({ slo: { availability: 0.999, days: 30 } });
    shop.memory.metrics.setSeries(failedRequestElements(shop.user) ?? [], () => errorsPerQuarter);
    return shop;
  }

  it('that is spent leaves the way back to a person', async () => {
    // Of 500 requests in every quarter of an hour, half a request may fail.
    const decision = await firstDecision(spentShop(0.49), BAD_RELEASE);
    expect(decision).toMatchObject({ kind: 'ask', chosen: 'rollBack' });
    expect(decision.said).toContain('A person is asked: 2 % of the error budget of 30 days is left');
    expect(decision.evidence).toContain('2 % of the error budget of 30 days is left');
  });

  it.each(SKEWS)('that was spent in the last quarter is seen by a clock that is off by %d minutes', async (minutes) => {
    const shop = skewed(spentShop(0.1), minutes);
    const last = Math.floor(shop.now() / 900_000) * 900_000 - 900_000;
    shop.memory.metrics.setSeries(failedRequestElements(shop.user) ?? [], (at) => (at === last ? 1_400 : 0.1));
    expect(await firstDecision(shop, BAD_RELEASE)).toMatchObject({ kind: 'ask', chosen: 'rollBack' });
  });

  it('that is there lets it be taken', async () => {
    expect((await firstDecision(spentShop(0.1), BAD_RELEASE)).chosen).toBe('rollBack');
  });

  it('that cannot be read may be spent: nothing disruptive is done, and it is read again', async () => {
    const shop = spentShop(0.49);
    const { metrics } = shop.memory.ports;
    const series = metrics.series.bind(metrics);
    Object.assign(shop.memory.ports, {
      metrics: {
        alarms: metrics.alarms.bind(metrics),
        series: async (...[requests, from, to]: Parameters<typeof series>) => {
          if (requests.some(({ periodSeconds }) => periodSeconds === 900)) throw new ReadFailed('throttled');
          return await series(requests, from, to);
        },
      },
    });
    const decision = await firstDecision(shop, BAD_RELEASE);
    expect(decision).toMatchObject({ kind: 'wait', chosen: 'page' });
    expect(decision.said).toContain('its error budget could not be read (throttled)');
    expect(decision.evidence).toContain('error budget unknown: throttled');
  });
});
