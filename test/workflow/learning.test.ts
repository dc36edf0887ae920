/** What was learnt in earlier incidents decides what is tried first in the next one. */
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../core/incident/incident.ts';
import { aToggle } from '../support/catalog.ts';
import { remember } from '../support/experience.ts';
import { passTime } from '../support/machine.ts';
import { START, aShop, type Shop } from '../support/shop.ts';
import { COSTLY_FEATURE, FAILS_EVERY_HOURS, LEAK } from '../support/sicknesses.ts';

const FAILS_EVERY_MS = FAILS_EVERY_HOURS * 3_600_000;

/** High CPU that new tasks have too; switching the feature off ends it. */
function costlyShop(): Shop {
  const shop = aShop({ service: { toggles: [aToggle('recommendations', ['high-cpu'])] } });
  shop.breakWith(COSTLY_FEATURE);
  return shop;
}

async function remediesTried(shop: Shop): Promise<readonly string[]> {
  const { incident } = await shop.machine.run(shop.alarm(COSTLY_FEATURE));
  expect(incident?.outcome).toBe('healed');
  return incident?.attempts.map(({ remedy }) => remedy) ?? [];
}

/** A task that runs now leaks, and is healed. */
async function leakAndHeal(shop: Shop): Promise<Incident | undefined> {
  const [sick = ''] = shop.tasks();
  const leak = { ...LEAK, sick: ({ tasks }: Shop) => tasks().includes(sick), sickTasks: () => [sick] };
  shop.breakWith(leak);
  const { incident } = await shop.machine.run(shop.alarm(leak));
  expect(incident?.outcome).toMatch(/^(healed|recurring)$/);
  return incident;
}

describe('the healer', () => {
  it('begins with what the runbook names first, where nothing is known', async () => {
    expect(await remediesTried(costlyShop())).toEqual(['replaceTasks', 'flipToggle']);
  });

  it('begins with the toggle where replacing tasks has failed often enough', async () => {
    const shop = costlyShop();
    await remember(shop, { failureType: 'high-cpu', remedy: 'replaceTasks', successes: 0, failures: 8 });
    expect(await remediesTried(shop)).toEqual(['flipToggle']);
  });

  it('goes on beginning with replacing where that has worked so often', async () => {
    const shop = costlyShop();
    await remember(shop, { failureType: 'high-cpu', remedy: 'replaceTasks', successes: 8, failures: 0 });
    expect((await remediesTried(shop))[0]).toBe('replaceTasks');
  });

  it('is not misled by what it learnt of another kind of failure', async () => {
    const shop = costlyShop();
    await remember(shop, { failureType: 'memory-leak', remedy: 'replaceTasks', successes: 0, failures: 8 });
    expect((await remediesTried(shop))[0]).toBe('replaceTasks');
  });

  it('changes its mind by its own failures, incident by incident, and keeps to it', async () => {
    const shop = costlyShop();
    const first: (string | undefined)[] = [];
    for (let incident = 0; incident < 8; incident++) {
      first.push((await remediesTried(shop))[0]);
      // The toggle is back, and the feature is busy again, long enough to be seen.
      shop.advance((incident + 1) * FAILS_EVERY_MS - (shop.now() - START));
      passTime(shop, shop.now() + 3 * 60_000);
    }
    const changed = first.indexOf('flipToggle');
    expect(changed).toBeGreaterThanOrEqual(1);
    expect(first.slice(0, changed)).toEqual(Array.from({ length: changed }, () => 'replaceTasks'));
    expect(first.slice(changed)).toEqual(Array.from({ length: 8 - changed }, () => 'flipToggle'));
  });

  it('counts an incident that healed once, whatever it is asked again', async () => {
    const shop = aShop();
    const context = 'few';
    await remember(shop, { failureType: 'memory-leak', context, remedy: 'replaceTasks', successes: 7, failures: 1 });
    shop.breakWith(LEAK);
    await shop.machine.run(shop.alarm(LEAK));
    const [experience] = await shop.memory.ports.memory.read('memory-leak', 'user', shop.now());
    expect(experience?.countHere).toEqual({ successes: 8, attempts: 9 });
  });

  it('asks a person for the cause from the third heal of a day on, and goes on healing', async () => {
    const shop = aShop();
    const ended: (string | undefined)[] = [];
    for (let incident = 0; incident < 5; incident++) {
      const healed = await leakAndHeal(shop);
      ended.push(healed?.outcome);
      // Five of them fit into a day; after the fourth it is left alone for longer than that.
      passTime(shop, shop.now() + (incident === 3 ? 25 : 5) * 3_600_000);
    }
    expect(ended).toEqual(['healed', 'healed', 'recurring', 'recurring', 'healed']);
  });

  it('learns nothing of a remedy that came too late, because it was over before', async () => {
    const shop = aShop({ service: { taskMetrics: false } });
    // All are suspects, so replacements are started before anything is stopped; meanwhile it is over.
    Object.assign(shop.memory.ecs.service(shop.user).pace, { healthyMs: 3 * 60_000 });
    let over = false;
    const sick = () => !(over ||= shop.memory.ecs.service(shop.user).desired !== 4);
    shop.breakWith({ ...LEAK, sick });
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    expect(incident?.outcome).toBe('self-recovered');
    expect(incident?.attempts).toMatchObject([{ remedy: 'replaceTasks', status: 'censored' }]);
    expect(await shop.memory.ports.memory.read('memory-leak', 'user', shop.now())).toEqual([]);
  });

  it.each([
    { case: 'within the hour, which takes the credit back', pauseMinutes: 20, counted: { successes: 1, attempts: 2 } },
    { case: 'later, which is another failure', pauseMinutes: 61, counted: { successes: 2, attempts: 2 } },
  ])('counts a heal when the failure is back $case', async ({ pauseMinutes, counted }) => {
    const shop = aShop();
    await leakAndHeal(shop);
    passTime(shop, shop.now() + pauseMinutes * 60_000);
    const incident = await leakAndHeal(shop);
    const told = incident?.decisions[0]?.evidence.some((line) => line.includes('seemed to have healed it'));
    expect(told).toBe(pauseMinutes < 60);
    const [experience] = await shop.memory.ports.memory.read('memory-leak', 'user', shop.now());
    expect(experience?.countHere).toEqual(counted);
  });

  it.each([
    { case: 'ended by itself', sick: () => false, outcome: 'self-recovered', recovered: 1, censored: 0 },
    { case: 'was cut short by a remedy', sick: LEAK.sick, outcome: 'healed', recovered: 0, censored: 1 },
  ])('remembers how long a failure lasted that $case', async ({ sick, outcome, recovered, censored }) => {
    const shop = aShop();
    shop.breakWith({ ...LEAK, sick });
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    expect(incident?.outcome).toBe(outcome);
    const waits = await shop.memory.ports.memory.waits('memory-leak');
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    expect({ recovered: sum(waits.recovered), censored: sum(waits.censored) }).toEqual({ recovered, censored });
  });
});
