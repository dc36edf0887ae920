/**
 * The sweep ends incidents that no execution works on any more, tells untold ends, and has taken up what dead executions left. Two
 * sweeps at once, and a sweep killed at any of its calls, come to the same.
 */
import { describe, expect, it } from 'vitest';
import { Damaged, ReadFailed } from '../../core/ports/errors.ts';
import { resumeStart } from '../../core/sweep/events.ts';
import { aService, aToggle } from '../support/catalog.ts';
import { alarmEvent } from '../support/events.ts';
import type { Shop } from '../support/shop.ts';
import { ERRORS, LEAK } from '../support/sicknesses.ts';
import { die, dieAfter, sick, sweepAndPlay, sweeper, wait } from '../support/sweeping.ts';

describe('an incident whose execution died unnoticed', () => {
  it('is ended and told, and its service is free', async () => {
    const shop = sick(LEAK);
    const running = await dieAfter(shop, LEAK, 3);
    wait(shop, 11);
    const { incident } = await running.execution();
    const output = await sweeper(shop)();
    expect(output.found[0]).toBe(`stuck-incident: ${incident?.id}, whose execution is ABORTED`);
    expect((await running.execution()).incident).toMatchObject({ phase: 'closed', outcome: 'failed' });
    expect(shop.memory.published).toHaveLength(1);
    expect(shop.memory.store.limits.leases.get(shop.user.group)?.until ?? 0).toBe(0);
  });

  it('is ended and told also while no alarm can be read', async () => {
    const shop = sick(LEAK);
    const running = await dieAfter(shop, LEAK, 3);
    wait(shop, 11);
    shop.memory.fail('metrics', 'alarms', 'before', new ReadFailed('throttled'));
    const { found } = await sweeper(shop)();
    expect(found).toEqual(['unreadable-service: alarms: ReadFailed', expect.stringMatching(/^stuck-incident: /)]);
    expect((await running.execution()).incident).toMatchObject({ phase: 'closed', outcome: 'failed' });
  });

  it('is left to the reaper for its first minutes, and alone while its execution lives', async () => {
    const shop = sick(LEAK);
    await dieAfter(shop, LEAK, 3);
    wait(shop, 5);
    expect((await sweeper(shop)()).found).toEqual([]);
    const alive = sick(LEAK);
    await alive.machine.start(alive.alarm(LEAK));
    wait(alive, 55);
    expect((await sweeper(alive)()).found).toEqual([]);
  });

  it('is ended as well when it made no step for longer than any wait may take', async () => {
    const shop = sick(LEAK);
    const running = await shop.machine.start(shop.alarm(LEAK));
    wait(shop, 61);
    expect((await sweeper(shop)()).found[0]).toMatch(/^stuck-incident: .*, whose execution is SILENT$/);
    expect((await running.execution()).incident?.phase).toBe('closed');
  });

  it('is told when it was closed and no message said so', async () => {
    const shop = sick(LEAK);
    const running = await dieAfter(shop, LEAK, 'close');
    wait(shop, 11);
    expect((await running.execution()).incident).toMatchObject({ phase: 'closed', outcome: 'healed' });
    expect((await sweeper(shop)()).found[0]).toMatch(/^untold-incident: /);
    expect(shop.memory.published.map(({ attributes }) => attributes.outcome)).toEqual(['healed']);
    wait(shop, 5);
    expect((await sweeper(shop)()).found).toEqual([]);
  });

  it('is told however many more of the service followed within minutes', async () => {
    const shop = sick(LEAK);
    await dieAfter(shop, LEAK, 'close');
    const { services } = shop.memory.store.ledger;
    const record = services.get('user');
    if (record === undefined) throw new Error('user has no record');
    const more = ['m1', 'm2', 'm3', 'm4', 'm5'];
    const later = more.map((incidentId) => ({
      at: shop.now() + 3 * 60_000,
      from: 'Degraded' as const,
      to: 'Healthy' as const,
      incidentId,
      why: 'it recovered',
    }));
    services.put('user', { ...record, history: [...record.history, ...later] });
    for (const id of more) await shop.memory.ports.ledger.markNotified(id, shop.now());
    wait(shop, 12);
    expect((await sweeper(shop)()).found[0]).toMatch(/^untold-incident: /);
    expect(shop.memory.published.map(({ attributes }) => attributes.outcome)).toEqual(['healed']);
  });
});

const WITH_TOGGLE = { service: { toggles: [aToggle('recommendations')] } };

describe('a toggle whose execution died', () => {
  it('is restored by another one when it is due', async () => {
    const shop = sick(ERRORS, WITH_TOGGLE);
    await dieAfter(shop, ERRORS, 'notify');
    wait(shop, 60);
    expect((await sweepAndPlay(shop)).found).toEqual([]);
    expect(shop.memory.parameters.get('/shop/recommendations')).toBe('off');
    wait(shop, 12 * 60);
    const output = await sweepAndPlay(shop);
    expect(output.found[0]).toMatch(/^left-over: flipToggle of .* taken up$/);
    expect(shop.memory.parameters.get('/shop/recommendations')).toBe('on');
    const [id = ''] = shop.memory.store.ledger.incidents.keys();
    const incident = await shop.memory.ports.ledger.load(id);
    expect(incident).toMatchObject({ outcome: 'healed', resumed: 1 });
    expect(incident.timeline.at(-1)?.text).toMatch(/^well with recommendations restored/);
    wait(shop, 31);
    expect((await sweepAndPlay(shop)).found).toEqual([]);
  });

  it('is taken up a few times at most', async () => {
    const shop = sick(ERRORS, WITH_TOGGLE);
    await dieAfter(shop, ERRORS, 'notify');
    wait(shop, 12 * 60 + 11);
    let starts = 0;
    for (let sweeps = 0; sweeps < 6; sweeps++) {
      const before = shop.memory.executions.started.length;
      await sweeper(shop)();
      for (const { event } of shop.memory.executions.started.slice(before)) {
        starts += 1;
        await die(shop, await shop.machine.start(event));
      }
      wait(shop, 31);
    }
    expect(starts).toBe(3);
  });

  it('is taken up by a later execution where the first one failed before it came to it', async () => {
    const shop = sick(ERRORS, WITH_TOGGLE);
    await dieAfter(shop, ERRORS, 'notify');
    wait(shop, 12 * 60 + 11);
    await sweeper(shop)();
    expect(shop.memory.executions.started).toHaveLength(1);
    wait(shop, 15);
    await sweepAndPlay(shop);
    expect(shop.memory.executions.started).toHaveLength(2);
    expect(shop.memory.parameters.get('/shop/recommendations')).toBe('on');
  });

  it('is not taken up before it is due, though an event asks for it', async () => {
    const shop = sick(ERRORS, WITH_TOGGLE);
    const running = await dieAfter(shop, ERRORS, 'notify');
    const { incident } = await running.execution();
    if (incident === undefined) throw new Error('nothing was opened');
    const { event } = resumeStart(incident, incident.steppedAt);
    expect((await shop.machine.run(event)).intake).toMatchObject({ kind: 'ignored', reason: 'duplicate' });
    expect((await running.execution()).incident).toEqual(incident);
    expect(shop.memory.parameters.get('/shop/recommendations')).toBe('off');
  });

  it('is taken up once, however often its event comes', async () => {
    const shop = sick(ERRORS, WITH_TOGGLE);
    await dieAfter(shop, ERRORS, 'notify');
    wait(shop, 12 * 60 + 11);
    await sweeper(shop)();
    const [resume] = shop.memory.executions.started;
    const first = await shop.machine.start(resume?.event);
    expect((await first.execution()).intake.kind).toBe('opened');
    expect((await shop.machine.run(resume?.event)).intake).toMatchObject({ kind: 'ignored', reason: 'duplicate' });
  });
});

/** One of each thing there is to find, in services of their own. */
async function neglected(): Promise<Shop> {
  const others = ['order', 'stock'].map((name) => aService({ name, ecsService: name, group: name }));
  const shop = sick(LEAK, { others, ...WITH_TOGGLE });
  await dieAfter(shop, LEAK, 3);
  for (const { name } of others) {
    const alarm = `healer-${name}-memory-leak-memory`;
    shop.memory.metrics.setAlarm({ name: alarm, state: 'ALARM', stateChangedAt: shop.now() });
  }
  const held = alarmEvent('healer-stock-memory-leak-memory', { at: shop.now() });
  shop.memory.parameters.set('/healer/services/stock/mode', 'off');
  await shop.machine.run(held);
  shop.memory.parameters.set('/healer/services/stock/mode', 'auto');
  wait(shop, 11);
  return shop;
}

function traces({ memory }: Shop) {
  return {
    started: memory.executions.started.map(({ name }) => name).toSorted(),
    told: memory.published.map(({ subject }) => subject).toSorted(),
    leases: memory.store.limits.leases.keys().map((group) => memory.store.limits.leases.get(group)?.until),
  };
}

describe('whatever is found', () => {
  it('is done once by two sweeps at once, and by one after the other', async () => {
    const one = await neglected();
    const found = (await sweeper(one)()).found;
    expect(found).toHaveLength(3);
    const two = await neglected();
    const outputs = await Promise.all([sweeper(two)(), sweeper(two)()]);
    expect(outputs.map(({ kind }) => kind).toSorted()).toEqual(['busy', 'swept']);
    expect(outputs.flatMap((output) => output.found)).toEqual(found);
    expect((await sweeper(two)()).found).toEqual([]);
    expect(traces(two)).toEqual(traces(one));
  });

  it('is done once also when the turn of a sweep ran out under it', async () => {
    const one = await neglected();
    await sweeper(one)();
    const two = await neglected();
    const { sweeps } = two.memory.ports;
    Object.assign(two.memory.ports, { sweeps: { last: sweeps.last, end: sweeps.end, begin: async () => true } });
    await sweeper(two)();
    await sweeper(two)();
    expect(traces(two)).toEqual(traces(one));
  });

  it('is done by a later sweep, whichever call the first one is killed at', async () => {
    const calm = await neglected();
    const first = calm.memory.calls.length;
    await sweeper(calm)();
    const last = calm.memory.calls.length;
    expect(last - first).toBeGreaterThan(20);
    for (let call = first; call < last; call++) {
      const shop = await neglected();
      shop.memory.failCall(call, 'after', new Error('the Lambda was killed'));
      const where = `${calm.memory.calls[call]?.port}.${calm.memory.calls[call]?.method}`;
      await expect(sweeper(shop)(), where).rejects.toThrow('the Lambda was killed');
      wait(shop, 1);
      await sweeper(shop)();
      expect({ ...traces(shop), told: new Set(traces(shop).told) }, where).toEqual({
        ...traces(calm),
        told: new Set(traces(calm).told),
      });
    }
  });

  it('does not keep the other incidents of a service from being looked at where one is damaged', async () => {
    const shop = await neglected();
    const before = (await sweeper(await neglected())()).found;
    shop.memory.fail('ledger', 'load', 'before', new Damaged('Attribute data of INC#1 INCIDENT is damaged: phase'));
    const { found } = await sweeper(shop)();
    expect(found).toContainEqual(expect.stringMatching(/^unreadable-service: \S+: Attribute data of INC#1 INCIDENT/));
    expect(found).toHaveLength(before.length);
  });

  it('does not keep the other services from being looked at where one cannot be read', async () => {
    const shop = await neglected();
    shop.memory.fail('ledger', 'service', 'before', new ReadFailed('no answer'));
    const output = await sweeper(shop)();
    expect(output.found).toContain('unreadable-service: user: ReadFailed');
    expect(output.found).toHaveLength(3);
    wait(shop, 5);
    expect((await sweeper(shop)()).found).toEqual([expect.stringMatching(/^stuck-incident: /)]);
  });
});
