/**
 * What any sender may put on the event bus is a claim: nothing is done, counted, learnt or ended by it until a measure of the
 * healer agrees, and people are told once.
 */
import { describe, expect, it } from 'vitest';
import { calmFleet } from '../../core/facts/fleet.ts';
import { ReadFailed } from '../../core/ports/errors.ts';
import { intake } from '../../lambdas/stages/intake.ts';
import { CLAIMED as TYPE, claim, measuredShop } from '../support/claims.ts';
import { alarmEvent } from '../support/events.ts';
import { passTime, type Execution } from '../support/machine.ts';
import type { Shop } from '../support/shop.ts';
import { LEAK } from '../support/sicknesses.ts';

const MINUTE = 60_000;

const isOff = (shop: Shop): boolean => shop.memory.parameters.get('/shop/second-provider') === 'off';

/** Everything by which a failure is remembered, apart from the claim itself. */
async function memoryOf(shop: Shop): Promise<unknown> {
  const { ledger, limits, memory } = shop.memory.ports;
  const { claim: _claim, joined: _joined, revision: _revision, ...record } = await ledger.service('user');
  const { bounds } = calmFleet(1);
  const fleet = await limits.fleet({ incidentId: 'nobody', service: 'user', bounds, now: shop.now() });
  return { record, fleet, waits: await memory.waits(TYPE), experience: await memory.read(TYPE, 'user', shop.now()) };
}

function messagesOf(executions: readonly Execution[]): readonly string[] {
  return executions.flatMap(({ messages }) => messages.map(({ subject }) => subject));
}

describe('a claim that no measure agrees with', () => {
  it.each([
    {
      case: 'every measure is well',
      rate: () => 0.1,
      why: /no measure of the healer confirms it: errorRatePercent is 0.1/,
    },
    { case: 'nothing is measured', rate: () => undefined, why: /no measure of the healer confirms it/ },
  ])('where $case: nothing is done and remembered, and a person is told once', async ({ rate, why }) => {
    const shop = measuredShop(rate);
    const before = await memoryOf(shop);
    const execution = await shop.machine.run(claim(shop));
    expect(execution.incident).toMatchObject({ outcome: 'unconfirmed', attempts: [] });
    expect(execution.incident?.decisions[0]).toMatchObject({ kind: 'wait', holds: [{ reason: 'uncorroborated' }] });
    expect(execution.incident?.outcomeReason).toMatch(why);
    expect(messagesOf([execution])).toEqual([
      '[healer] user A dependency is down: claimed, not confirmed: the healer did nothing',
    ]);
    expect(isOff(shop)).toBe(false);
    expect(await memoryOf(shop)).toEqual(before);
  });

  it('says of what was not read that it was not, and not that it does not exist', async () => {
    const shop = measuredShop(() => 0.1);
    const { incident } = await shop.machine.run(claim(shop));
    const toggles = incident?.decisions[0]?.candidates.find(({ remedy }) => remedy === 'flipToggle');
    expect(toggles?.holds.map(({ detail }) => detail)).toContainEqual(
      expect.stringContaining('(not read for a claim)'),
    );
  });

  it('holds while the measures cannot be read', async () => {
    const shop = measuredShop(() => 40);
    for (let time = 0; time < 500; time++) {
      shop.memory.fail('metrics', 'series', 'before', new ReadFailed('throttled'));
    }
    const { incident } = await shop.machine.run(claim(shop));
    expect(incident?.outcome).toBe('unconfirmed');
    expect(incident?.outcomeReason).toContain('could not be read');
  });

  it('of a source that people were told of is recorded without another message, for six hours', async () => {
    const shop = measuredShop(() => 0);
    const executions: Execution[] = [];
    for (let hour = 0; hour < 5; hour++) {
      executions.push(await shop.machine.run(claim(shop)));
      passTime(shop, shop.now() + 40 * MINUTE);
    }
    expect(executions.map(({ incident }) => incident?.outcome)).toEqual(Array(5).fill('unconfirmed'));
    expect(messagesOf(executions)).toHaveLength(1);
    passTime(shop, shop.now() + 4 * 60 * MINUTE);
    expect(messagesOf([await shop.machine.run(claim(shop))])).toHaveLength(1);
  });

  it('is one claim however many events say it, and keeps a bounded number of them', async () => {
    const shop = measuredShop(() => 0);
    const running = await shop.machine.start(claim(shop));
    const outputs = [];
    for (let i = 0; i < 100; i++) {
      const world = { ...shop.memory.ports, catalog: shop.catalog };
      outputs.push(await intake(world)({ event: claim(shop), executionArn: `arn:execution:flood-${i}` }));
    }
    expect(outputs.filter(({ kind }) => kind === 'joined')).toHaveLength(20);
    expect(outputs.at(-1)).toMatchObject({ kind: 'ignored', reason: 'joined-enough' });
    const { incident } = await running.execution();
    expect(await shop.memory.ports.ledger.signals(incident?.id ?? '')).toHaveLength(21);
  });

  it('is over without a word when the application takes it back', async () => {
    const shop = measuredShop(() => 0);
    const running = await shop.machine.start(claim(shop));
    await running.step();
    await (await shop.machine.start(claim(shop, 'OK'))).step();
    const execution = await playOn(shop, running);
    expect(execution.incident?.outcome).toBe('unconfirmed');
    expect(execution.messages).toEqual([]);
  });

  it('leaves the service to an alarm that turns red meanwhile, and ends without a word', async () => {
    const shop = measuredShop(() => 0);
    const running = await shop.machine.start(claim(shop));
    await running.step();
    shop.breakWith(LEAK);
    const healed = await shop.machine.run(shop.alarm(LEAK));
    expect(healed.incident).toMatchObject({ failureType: LEAK.failureType, outcome: 'healed' });
    expect(healed.incident?.relapse).toBeUndefined();
    const execution = await playOn(shop, running);
    expect(execution.incident?.outcome).toBe('unconfirmed');
    expect(execution.messages.length).toBeLessThanOrEqual(1);
  });
});

describe('a claim that a measure agrees with', () => {
  it('is healed like other failures, and says what agreed', async () => {
    const shop = measuredShop(() => (isOff(shop) ? 0 : 40));
    const { incident } = await shop.machine.run(claim(shop));
    expect(incident).toMatchObject({ outcome: 'healed', claim: { confirmedBy: 'errorRatePercent is 40 (limit 5)' } });
    const record = await shop.memory.ports.ledger.service('user');
    expect(record.failures).toHaveLength(1);
    expect(record.heals).toHaveLength(1);
  });

  it('is confirmed when the metric follows the event, as metrics do', async () => {
    const start = measuredShop(() => 0).now();
    const shop = measuredShop(() => (isOff(shop) || shop.now() < start + 3 * MINUTE ? 0 : 40));
    const { incident } = await shop.machine.run(claim(shop));
    expect(incident?.outcome).toBe('healed');
  });

  it('is not over because the application says so while the measure still fails', async () => {
    const shop = measuredShop(() => (isOff(shop) ? 0 : 40));
    const running = await shop.machine.start(claim(shop));
    await (await shop.machine.start(claim(shop, 'OK'))).step();
    const { incident } = await playOn(shop, running);
    expect(incident?.outcome).toBe('healed');
    expect(incident?.attempts).toHaveLength(1);
  });

  it('is not acted on once the measure is well again', async () => {
    let rate = 40;
    const shop = measuredShop(() => rate);
    shop.memory.parameters.set('/healer/services/user/mode', 'auto');
    const running = await shop.machine.start(claim(shop));
    await running.step();
    rate = 0;
    passTime(shop, shop.now() + 10 * MINUTE);
    const { incident } = await playOn(shop, running);
    expect(incident?.attempts.flatMap(({ journal }) => journal.moves)).toEqual([]);
    expect(isOff(shop)).toBe(false);
  });
});

describe('what an application says beside an incident', () => {
  it('neither keeps it open nor ends it', async () => {
    const shop = measuredShop(() => 0);
    shop.breakWith(LEAK);
    const running = await shop.machine.start(shop.alarm(LEAK));
    const said: string[] = [];
    while (await running.step()) {
      const state = said.length % 2 === 0 ? 'OK' : 'ALARM';
      said.push((await (await shop.machine.start(claim(shop, state))).execution()).intake.kind);
      if (running.waitsUntil !== undefined) passTime(shop, running.waitsUntil);
    }
    const { incident } = await running.execution();
    expect(said).toContain('joined');
    expect(incident).toMatchObject({ outcome: 'healed', reopened: 0, failureType: LEAK.failureType });
  });

  it('makes no service healthy that people were asked about', async () => {
    const shop = measuredShop(() => 0);
    shop.memory.parameters.set('/healer/mode', 'off');
    shop.breakWith({ ...LEAK, sick: () => true });
    await shop.machine.run(shop.alarm(LEAK));
    const { health } = await shop.memory.ports.ledger.service('user');
    await shop.machine.run(claim(shop, 'OK'));
    expect((await shop.memory.ports.ledger.service('user')).health).toBe(health);
    expect(health).not.toBe('Healthy');
  });

  it('does not mark an alarm as well', async () => {
    const shop = measuredShop(() => 0);
    await shop.machine.start(alarmEvent('healer-user-memory-leak-memory', { at: shop.now() }));
    await shop.machine.start(claim(shop, 'OK'));
    expect((await shop.memory.ports.ledger.service('user')).redAlarms).toEqual(['healer-user-memory-leak-memory']);
  });
});

async function playOn(shop: Shop, running: Awaited<ReturnType<Shop['machine']['start']>>): Promise<Execution> {
  while (await running.step()) {
    if (running.waitsUntil !== undefined) passTime(shop, running.waitsUntil);
  }
  return await running.execution();
}
