/** Every command to undo has an answer: also that there is nothing to do, that it may not be done yet, or never. */
import { describe, expect, it } from 'vitest';
import { undoParameterName } from '../../core/vocabulary.ts';
import { writesOf } from '../support/episodes.ts';
import { LEFT, PARAMETER, healedShop } from '../support/left-behind.ts';
import { aShop } from '../support/shop.ts';
import { LASTING_ERRORS, LEAK } from '../support/sicknesses.ts';
import { ask, incidentOf, parameterEvent, playUntil, write } from '../support/undoing.ts';

const [TOGGLE, , ROLLBACK] = LEFT;
if (TOGGLE === undefined || ROLLBACK === undefined) throw new Error('there must be three');

describe('a command to undo', () => {
  it('is answered where no such incident is known', async () => {
    const shop = aShop();
    const name = undoParameterName('20260115T030000-user-0000');
    shop.memory.parameters.set(name, 'now');
    const { intake, result } = await shop.machine.run(parameterEvent(name, shop.now()));
    expect(intake).toEqual({
      kind: 'ignored',
      reason: 'unknown-incident',
      detail: 'there is no incident 20260115T030000-user-0000',
    });
    expect(result).toBe('succeeded');
  });

  it('is answered where a heal left nothing', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    const { messages } = await shop.machine.run(shop.alarm(LEAK));
    expect(messages[1]?.body).not.toContain('Undo it:');
    expect((await ask(shop)).intake).toMatchObject({ kind: 'ignored', reason: 'nothing-to-undo' });
  });

  it('puts back what a replacement left that a person had interrupted', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    const { messages } = await shop.machine.run(shop.alarm(LEAK), (path) => {
      if (path.at(-1) === 'act.replaceTasks.apply') shop.memory.parameters.set('/healer/mode', 'off');
    });
    expect(messages[1]?.body).toContain('Undo it:');
    shop.memory.parameters.set('/healer/mode', 'auto');
    const before = writesOf(shop).length;
    await ask(shop);
    expect(writesOf(shop).slice(before)).toEqual(['registerTarget 10.0.0.2', 'setDesiredCount 4']);
    expect((await ask(shop)).intake).toMatchObject({ kind: 'ignored', reason: 'nothing-to-undo' });
  });

  it('is none where the parameter says something else', async () => {
    const { shop } = await healedShop(TOGGLE);
    const { intake } = await ask(shop, 'never');
    expect(intake).toMatchObject({
      kind: 'ignored',
      reason: 'undo-not-asked',
      detail: expect.stringContaining('"never"'),
    });
    expect(TOGGLE.isBack(shop)).toBe(false);
  });

  it('is looked for again while the parameter may not be visible yet, and none once it is gone', async () => {
    const { shop } = await healedShop(TOGGLE);
    const name = undoParameterName(incidentOf(shop));
    await expect(shop.machine.run(parameterEvent(name, shop.now()))).rejects.toThrow('not to be seen yet');
    const { intake } = await shop.machine.run(parameterEvent(name, shop.now() - 6_000));
    expect(intake).toMatchObject({ kind: 'ignored', reason: 'undo-not-asked' });
  });

  it('is refused while a deployment runs, and may be given again when that is over', async () => {
    const { shop } = await healedShop(ROLLBACK);
    const newest = shop.memory.ecs.service(shop.user).deployments[0] ?? {};
    Object.assign(newest, { status: 'IN_PROGRESS' });
    const { messages } = await ask(shop);
    expect(messages[0]?.body).toContain('is being deployed: ask again when that has ended');
    expect(messages[0]?.body).toContain('Undo it:');
    Object.assign(newest, { status: 'SUCCESSFUL' });
    await ask(shop);
    expect(ROLLBACK.isBack(shop)).toBe(true);
  });

  it('ends the watch of a toggle that is tried without its flip: it is not flipped again', async () => {
    const shop = TOGGLE.make();
    shop.breakWith(LASTING_ERRORS);
    const running = await shop.machine.start(shop.alarm(LASTING_ERRORS));
    await playUntil(shop, running, () => running.path.includes('act.flipToggle.undo'));
    const { messages } = await ask(shop);
    expect(messages[0]?.body).toContain('recommendations is on already, and stays so');
    await playUntil(shop, running, () => false);
    expect(writesOf(shop)).toEqual(['write off', 'write on']);
    // The alarm that is red again is an incident again.
    const next = await shop.machine.start(shop.alarm(LASTING_ERRORS));
    expect((await next.execution()).intake.kind).toBe('opened');
  });

  it('is over for good with a toggle that is another actor’s by now', async () => {
    const { shop, running } = await healedShop(TOGGLE);
    TOGGLE.change(shop);
    const begun = shop.now();
    await ask(shop);
    expect(shop.now() - begun).toBeLessThan(60_000);
    expect((await ask(shop)).intake).toMatchObject({ kind: 'ignored', reason: 'nothing-to-undo' });
    expect((await shop.memory.ports.ledger.service('user')).leftovers).toEqual([]);
    await playUntil(shop, running, () => false);
    expect(shop.memory.parameters.get(PARAMETER)).toBe('maybe');
  });

  it('restores a toggle that was handed over to people', async () => {
    const shop = TOGGLE.make();
    shop.breakWith(LASTING_ERRORS);
    const { messages } = await shop.machine.run(shop.alarm(LASTING_ERRORS));
    expect(messages.at(-1)?.body).toContain(`--name /healer/undo/${incidentOf(shop)} --value now`);
    expect(TOGGLE.isBack(shop)).toBe(false);
    await ask(shop);
    expect(TOGGLE.isBack(shop)).toBe(true);
  });

  it('waits for another incident of the service', async () => {
    const { shop } = await healedShop(TOGGLE);
    await shop.machine.start(shop.alarm(LEAK));
    write(shop);
    const running = await shop.machine.start(parameterEvent(undoParameterName(incidentOf(shop)), shop.now()));
    await playUntil(shop, running, () => running.path.includes('wait'));
    expect(TOGGLE.isBack(shop)).toBe(false);
    expect((await running.execution()).messages[0]?.body).toMatch(/incident .* is being healed/);
  });

  it('takes no credit from the remedy when the failure is back for it', async () => {
    const { shop } = await healedShop(TOGGLE);
    await ask(shop);
    shop.memory.tick();
    const next = await shop.machine.run(shop.alarm(LASTING_ERRORS));
    expect(next.incident).not.toHaveProperty('relapse');
    const experience = await shop.memory.ports.memory.read(LASTING_ERRORS.failureType, 'user', shop.now());
    expect(experience.find(({ remedy }) => remedy === 'flipToggle')?.countHere.successes).toBeGreaterThanOrEqual(1);
  });

  it('is delivered twice and done once', async () => {
    const { shop } = await healedShop(TOGGLE);
    write(shop);
    const event = parameterEvent(undoParameterName(incidentOf(shop)), shop.now());
    const first = await shop.machine.start(event);
    const second = await shop.machine.start(event);
    for (const running of [first, second]) await playUntil(shop, running, () => false);
    const executions = await Promise.all([first.execution(), second.execution()]);
    expect(executions.map(({ result }) => result)).toEqual(['succeeded', 'succeeded']);
    expect(executions.flatMap(({ messages }) => messages)).toHaveLength(1);
    expect(writesOf(shop)).toEqual(['write off', 'write on']);
  });
});
