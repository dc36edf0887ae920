/** A person ends a heal that is under way: what the attempt did is undone, nothing else is tried, and a person is asked. */
import { describe, expect, it } from 'vitest';
import { aToggle } from '../support/catalog.ts';
import { writesOf } from '../support/episodes.ts';
import type { Execution } from '../support/machine.ts';
import { BAD, GOOD, START, aShop, aTaskDefinition, type Shop } from '../support/shop.ts';
import { BAD_RELEASE, ERRORS, LASTING_ERRORS, LEAK, deployBad } from '../support/sicknesses.ts';
import { ask, incidentOf, playUntil, write } from '../support/undoing.ts';

const SAID = '{"undo":"now","owner":"on-call","reason":"known"}';

function expectEnded({ incident, messages, result }: Execution, reason: RegExp): void {
  expect(incident).toMatchObject({ outcome: 'escalated', phase: 'closed', undoAsked: { over: true } });
  expect(incident?.outcomeReason).toMatch(reason);
  expect(messages.map(({ attributes }) => attributes.outcome)).toEqual(['started', 'escalated']);
  expect(messages[1]?.body).toContain(incident?.outcomeReason);
  expect(messages[1]?.body).not.toContain('Undo it:');
  expect(result).toBe('succeeded');
}

/** It says nothing of the remedy, and holds no other heal up. */
async function expectNothingLearnt(shop: Shop, failureType: string): Promise<void> {
  const experience = await shop.memory.ports.memory.read(failureType, 'user', shop.now());
  expect(experience.filter(({ countHere }) => countHere.attempts > 0)).toEqual([]);
  expect(shop.memory.store.limits.leases.get('user')?.until ?? 0).toBe(0);
}

function sickShop(): Shop {
  const shop = aShop();
  shop.breakWith(LEAK);
  return shop;
}

describe('a heal that a person ends', () => {
  it('makes not even its first move', async () => {
    const shop = sickShop();
    const execution = await shop.machine.run(shop.alarm(LEAK), (path) => {
      if (path.at(-1) === 'announce') write(shop, SAID);
    });
    expect(writesOf(shop)).toEqual([]);
    expectEnded(execution, /^a person ended it by on-call: known; nothing had been done$/);
    expect(execution.incident?.attempts).toMatchObject([{ status: 'censored', holds: [{ reason: 'undo-asked' }] }]);
    expect(execution.incident?.undoAsked).toMatchObject({ by: ' by on-call: known' });
    await expectNothingLearnt(shop, LEAK.failureType);
  });

  it.each([
    { case: 'by the parameter alone', tell: async (shop: Shop) => write(shop) },
    {
      case: 'by its event, between two looks',
      tell: async (shop: Shop) => {
        const { intake } = await ask(shop);
        if (intake.kind !== 'ignored' || intake.reason !== 'being-healed') throw new Error(JSON.stringify(intake));
      },
    },
  ])('takes back the moves it made, told $case', async ({ tell }) => {
    const shop = sickShop();
    const running = await shop.machine.start(shop.alarm(LEAK));
    await playUntil(shop, running, () => running.path.at(-1) === 'act.replaceTasks.apply');
    const moves = writesOf(shop);
    await tell(shop);
    await playUntil(shop, running, () => false);
    expect(moves).toEqual(['deregisterTarget 10.0.0.2', 'setDesiredCount 5']);
    expect(writesOf(shop)).toEqual([...moves, 'registerTarget 10.0.0.2', 'setDesiredCount 4']);
    expectEnded(await running.execution(), /^a person ended it; undone: count and targets are as before$/);
    await expectNothingLearnt(shop, LEAK.failureType);
  });

  it('stops at its next look once its event came, also where that look would only wait', async () => {
    const shop = aShop({
      taskDefinitions: [aTaskDefinition(GOOD), aTaskDefinition(BAD, { 'healer:schema': 'compatible' })],
    });
    deployBad(shop);
    shop.breakWith(BAD_RELEASE);
    const running = await shop.machine.start(shop.alarm(BAD_RELEASE));
    await playUntil(shop, running, () => running.path.at(-1) === 'act.rollBack.apply');
    await ask(shop);
    const looks = running.path.length;
    await playUntil(shop, running, () => running.path.at(-1) === 'act.rollBack.undo');
    expect(running.path.slice(looks)).toEqual(['wait', 'act.rollBack.apply', 'act.rollBack.undo']);
    await playUntil(shop, running, () => false);
    expect(shop.memory.ecs.service(shop.user).deployments[0]?.taskDefinitionArn).toBe(BAD);
    expectEnded(await running.execution(), /^a person ended it; undone: running user:7$/);
  });

  it('makes no verdict of what it sees while it verifies', async () => {
    const shop = aShop({ service: { toggles: [aToggle('recommendations')] } });
    shop.breakWith(LASTING_ERRORS);
    const execution = await shop.machine.run(shop.alarm(LASTING_ERRORS), (path) => {
      if (path.at(-1) === 'act.flipToggle.apply') write(shop);
    });
    expect(writesOf(shop)).toEqual(['write off', 'write on']);
    expect(execution.path.filter((name) => name === 'verify')).toHaveLength(1);
    expectEnded(execution, /^a person ended it; undone: recommendations is on as before$/);
    await expectNothingLearnt(shop, LASTING_ERRORS.failureType);
  });

  it('decides on nothing any more while it waits for its turn', async () => {
    const shop = sickShop();
    shop.memory.store.limits.leases.put(shop.user.group, { holder: 'another', fence: 7, until: START + 3_600_000 });
    const execution = await shop.machine.run(shop.alarm(LEAK), () => write(shop));
    expectEnded(execution, /^a person ended it$/);
    expect(execution.incident?.attempts).toEqual([]);
    expect(execution.incident?.decisions.at(-1)).toMatchObject({ kind: 'page', holds: [{ reason: 'undo-asked' }] });
  });

  it('leaves to others what they changed meanwhile, and says so', async () => {
    const shop = aShop({ service: { toggles: [aToggle('recommendations')] } });
    shop.breakWith(LASTING_ERRORS);
    const execution = await shop.machine.run(shop.alarm(LASTING_ERRORS), (path) => {
      if (path.at(-1) !== 'act.flipToggle.apply') return;
      shop.memory.parameters.set('/shop/recommendations', 'maybe');
      write(shop);
    });
    expect(shop.memory.parameters.get('/shop/recommendations')).toBe('maybe');
    expectEnded(
      execution,
      /^a person ended it; not undone: .* is "maybe", which the healer did not write; left alone$/,
    );
  });

  it('takes back nothing while the override forbids it, says so, and does it when that is lifted', async () => {
    const shop = sickShop();
    const running = await shop.machine.start(shop.alarm(LEAK));
    await playUntil(shop, running, () => running.path.at(-1) === 'act.replaceTasks.apply');
    shop.memory.parameters.set('/healer/mode', 'off');
    write(shop);
    const waits = () => running.path.includes('act.replaceTasks.undo') && running.path.at(-1) === 'wait';
    await playUntil(shop, running, waits);
    const { messages } = await running.execution();
    expect(messages.map(({ attributes }) => attributes.outcome)).toEqual(['started', 'held', 'held']);
    expect(messages[2]?.body).toContain('/healer/mode is off');
    shop.memory.parameters.set('/healer/mode', 'auto');
    await playUntil(shop, running, () => false);
    const { incident, messages: all } = await running.execution();
    expect(incident?.leftovers).toMatchObject([{ state: { kind: 'settled' }, undoResult: { done: true } }]);
    expect(all.at(-1)?.subject).toMatch(/undone$/);
    expect(shop.memory.ecs.service(shop.user).desired).toBe(4);
  });

  it.each(['learn', 'close'])('undoes what had healed already when it was heard of before %s', async (before) => {
    const shop = aShop({ service: { toggles: [aToggle('recommendations')] } });
    shop.breakWith(ERRORS);
    const running = await shop.machine.start(shop.alarm(ERRORS));
    const last = before === 'learn' ? 'verify' : 'learn';
    await playUntil(
      shop,
      running,
      () =>
        running.path.at(-1) === last &&
        shop.memory.parameters.get('/shop/recommendations') === 'off' &&
        hasHealed(shop),
    );
    expect((await ask(shop)).intake).toMatchObject({ kind: 'ignored', reason: 'being-healed' });
    const begun = shop.now();
    await playUntil(shop, running, () => false);
    const { incident, messages } = await running.execution();
    expect(incident).toMatchObject({ outcome: 'healed', leftovers: [{ state: { kind: 'settled' } }] });
    expect(messages.map(({ subject }) => subject.replace(/.*: /, ''))).toEqual(['healing', 'healed', 'undone']);
    expect(messages[1]?.body).toContain('the healer undoes what is left now');
    expect(shop.now() - begun).toBeLessThan(60_000);
  });

  it('has it on record for the execution that ends it, also when its execution died before it looked', async () => {
    const shop = sickShop();
    await shop.machine.start(shop.alarm(LEAK));
    await ask(shop, SAID);
    const incident = await shop.memory.ports.ledger.load(incidentOf(shop));
    expect(incident.undoAsked).toMatchObject({ by: ' by on-call: known' });
    expect(incident.timeline.at(-1)?.text).toBe('a person asked to end it by on-call: known');
  });
});

function hasHealed(shop: Shop): boolean {
  const incident = shop.memory.store.ledger.incidents.get(incidentOf(shop));
  return incident?.outcome === 'healed';
}
