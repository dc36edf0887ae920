/** Tasks added under load: what heals, what stays, and who takes it back when the load is gone. */
import { describe, expect, it } from 'vitest';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { leftoversOf } from '../../core/remedies/leaves.ts';
import { step } from '../../core/workflow/step.ts';
import { BUSY, SHEDDING, comes, tasksServing } from '../support/crowd.ts';
import { START, aShop, type Shop } from '../support/shop.ts';

const HOUR = 3_600_000;
/** Twice the requests for so many hours, from three minutes before the alarm. */
function busyShop({
  times = 2,
  hours = 2,
  service = {},
}: { times?: number; hours?: number; service?: Partial<ServiceEntry> } = {}): Shop {
  const shop = aShop({ service });
  comes(shop, { times, hours });
  shop.breakWith(BUSY);
  return shop;
}

const desired = (shop: Shop): number => shop.memory.ecs.service(shop.user).desired;

describe('a service with twice the requests', () => {
  it('gets half as many tasks again, and gives them back when the load is as usual', async () => {
    const shop = busyShop();
    const most: number[] = [];
    const { incident, messages, path, result } = await shop.machine.run(shop.alarm(BUSY), () =>
      most.push(desired(shop)),
    );
    expect(incident).toMatchObject({
      outcome: 'healed',
      attempts: [{ remedy: 'scaleOut', status: 'succeeded' }],
      leftovers: [{ state: { kind: 'settled' } }],
    });
    expect(Math.max(...most)).toBe(6);
    expect(desired(shop)).toBe(4);
    expect(path.filter((command) => command.startsWith('act'))).toContain('act.scaleOut.undo');
    expect(messages).toHaveLength(2);
    expect(messages[1]?.body).toContain('6 tasks are desired instead of 4; from 2026-01-15T09:0');
    expect(incident?.timeline.at(-1)?.text).toBe('put back: 4 tasks are desired, as before');
    expect(shop.now()).toBeGreaterThanOrEqual(START + 6 * HOUR);
    expect(result).toBe('succeeded');
  });

  it('keeps them for as long as the load lasts', async () => {
    const shop = busyShop({ hours: 10 });
    await shop.machine.run(shop.alarm(BUSY));
    expect(desired(shop)).toBe(4);
    expect(shop.now()).toBeGreaterThan(START + 10 * HOUR);
    expect(shop.now()).toBeLessThan(START + 11 * HOUR);
  });

  it('keeps them for good when the load stays: that is its size now', async () => {
    const shop = busyShop({ hours: 1_000 });
    const { incident, result } = await shop.machine.run(shop.alarm(BUSY));
    expect(desired(shop)).toBe(6);
    expect(incident?.timeline.at(-1)?.text).toContain('never seen as usual; 6 tasks stay');
    expect(result).toBe('succeeded');
    expect(shop.now()).toBeLessThan(START + 32 * HOUR);
  });

  it.each([
    { case: 'keeps them while neither its requests nor its tasks are measured', cpu: undefined, tasks: 6 },
    { case: 'gives them back where its tasks are measured and no request comes', cpu: 2, tasks: 4 },
  ])('$case', async ({ cpu, tasks }) => {
    const shop = busyShop();
    let closed = false;
    await shop.machine.run(shop.alarm(BUSY), (path) => {
      if (!closed && path.at(-1) === 'close') {
        closed = true;
        shop.memory.metrics.setMetric(shop.user, 'requestCount', () => undefined);
        shop.memory.metrics.setMetric(shop.user, 'cpuPercent', () => cpu);
      }
    });
    expect(desired(shop)).toBe(tasks);
  });

  it('keeps a count that another actor set meanwhile, and says so', async () => {
    const shop = busyShop();
    const { incident, messages } = await shop.machine.run(shop.alarm(BUSY), (path) => {
      if (path.at(-1) === 'close') shop.memory.ecs.service(shop.user).desired = 9;
    });
    expect(desired(shop)).toBe(9);
    expect(incident?.timeline.at(-1)?.text).toContain('not put back: desired count is 9');
    expect(messages.at(-1)?.subject).toContain('count of tasks not put back');
    expect(messages.at(-1)?.body).toContain('desired count is 9, the healer found 4 and set 6; left alone');
  });

  it('gives nothing back while another incident of it is open', async () => {
    const shop = busyShop();
    const { ledger } = shop.memory.ports;
    const service = ledger.service.bind(ledger);
    await shop.machine.run(shop.alarm(BUSY), (path) => {
      if (path.at(-1) !== 'close') return;
      const busy = () => (shop.now() < START + 8 * HOUR ? { openIncidentId: 'another' } : {});
      Object.assign(ledger, { service: async (name: string) => ({ ...(await service(name)), ...busy() }) });
    });
    expect(desired(shop)).toBe(4);
    expect(shop.now()).toBeGreaterThanOrEqual(START + 8 * HOUR);
  });

  it('takes the count in the middle of another heal of it for no other actor’s, and gives back after that', async () => {
    const shop = busyShop();
    const { ledger } = shop.memory.ports;
    const service = ledger.service.bind(ledger);
    const ecs = shop.memory.ecs.service(shop.user);
    await shop.machine.run(shop.alarm(BUSY), (path) => {
      if (ecs.desired === 7 && shop.now() > START + 7 * HOUR) ecs.desired = 6;
      if (path.at(-1) !== 'close') return;
      ecs.desired = 7;
      const busy = () => (shop.now() < START + 8 * HOUR ? { openIncidentId: 'another' } : {});
      Object.assign(ledger, { service: async (name: string) => ({ ...(await service(name)), ...busy() }) });
    });
    expect(desired(shop)).toBe(4);
    expect(shop.now()).toBeGreaterThanOrEqual(START + 8 * HOUR);
  });

  it('gets no more than it may have', async () => {
    const shop = busyShop({ service: { maxTasks: 5 } });
    const most: number[] = [];
    await shop.machine.run(shop.alarm(BUSY), () => most.push(desired(shop)));
    expect(Math.max(...most)).toBe(5);
  });

  it('first does without what sheds load, and adds tasks when that is not enough', async () => {
    const enough = busyShop({ times: 1.7, service: { toggles: [SHEDDING] } });
    const first = await enough.machine.run(enough.alarm(BUSY));
    expect(first.incident?.attempts[0]).toMatchObject({ remedy: 'flipToggle', journal: { plan: { sheds: true } } });

    const tooMuch = busyShop({ times: 2.4, hours: 5, service: { toggles: [SHEDDING] } });
    const { incident } = await tooMuch.machine.run(tooMuch.alarm(BUSY));
    expect(incident?.attempts.map(({ remedy }) => remedy).slice(0, 2)).toEqual(['flipToggle', 'scaleOut']);
    expect(desired(tooMuch)).toBe(4);
  });

  it('gives tasks back after the toggles of the same incident are settled', async () => {
    const shop = busyShop();
    const { incident } = await shop.machine.run(shop.alarm(BUSY));
    const runbook = shop.catalog.runbooks[BUSY.failureType];
    if (incident === undefined || runbook === undefined) throw new Error('nothing was healed');
    const now = shop.now();
    const toggle = { toggle: 'search', parameter: '/shop/search', previous: 'on', value: 'off', expiresAt: now };
    const write = { kind: 'writeToggle' as const, parameter: toggle.parameter, value: toggle.value };
    const journal = {
      plan: { kind: 'flipToggle' as const, ...toggle },
      moves: [{ at: now, move: write, text: 'search: on becomes off' }],
    };
    const flip = { number: 2, remedy: 'flipToggle' as const, startedAt: now, status: 'failed' as const, journal };
    const attempts = [...incident.attempts, flip];
    const leftovers = leftoversOf(attempts).map((one) =>
      one.remedy === 'scaleOut' ? { ...one, dueAt: now + HOUR } : one,
    );
    const { command } = step(
      { ...incident, attempts, leftovers },
      { kind: 'actDone', operation: 'undo', journal, text: 'search is on as before' },
      { service: shop.user, runbook, now },
    );
    expect(command).toMatchObject({ kind: 'wait', next: { kind: 'act', remedy: 'scaleOut', operation: 'undo' } });
  });

  it('loses what was added at once when it made things worse', async () => {
    const shop = aShop();
    comes(shop, { times: 2, hours: 10 });
    const exhausted = { ...BUSY, sick: () => true, sickValue: (of: Shop) => (tasksServing(of) > 4 ? 200 : 96) };
    shop.breakWith(exhausted);
    const { incident } = await shop.machine.run(shop.alarm(BUSY));
    expect(incident).toMatchObject({
      outcome: 'escalated',
      attempts: [{ remedy: 'scaleOut', harmful: true, undone: true }],
    });
    expect(desired(shop)).toBe(4);
    expect(shop.now()).toBeLessThan(START + HOUR);
  });

  it('is left alone by an autoscaler that was told to', async () => {
    const shop = busyShop();
    const { incident } = await shop.machine.run(shop.alarm(BUSY), (path) => {
      if (path.at(-1) === 'announce') shop.memory.parameters.set('/healer/mode', 'off');
    });
    expect(incident).toMatchObject({ outcome: 'held' });
    expect(desired(shop)).toBe(4);
  });
});
