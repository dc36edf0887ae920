/**
 * A person asks to undo what a heal that is over left: at once, whichever execution waits for its expiry, and nothing that another
 * actor changed meanwhile.
 */
import { describe, expect, it } from 'vitest';
import { undoParameterName } from '../../core/vocabulary.ts';
import { writesOf } from '../support/episodes.ts';
import { LEFT, healedShop } from '../support/left-behind.ts';
import { die, sweepAndPlay, wait } from '../support/sweeping.ts';
import { ask, incidentOf, parameterEvent, playUntil, write } from '../support/undoing.ts';

describe.each(LEFT)('$case', (left) => {
  it('is undone at once, told once, and the execution that waited for its expiry ends quietly', async () => {
    const { shop, running } = await healedShop(left);
    const { messages } = await running.execution();
    expect(messages[1]?.body).toContain(
      `Undo it:            aws ssm put-parameter --overwrite --type String --name /healer/undo/${incidentOf(shop)} --value now`,
    );
    const before = writesOf(shop).length;
    const begun = shop.now();
    const { intake, incident, result, messages: told } = await ask(shop, '{"undo":"now","owner":"sre"}');
    expect(intake.kind).toBe('opened');
    expect(writesOf(shop).slice(before)).toEqual([left.write]);
    expect(left.isBack(shop)).toBe(true);
    expect(shop.now() - begun).toBeLessThan(20 * 60_000);
    expect(incident).toMatchObject({ outcome: 'healed', undoAsked: { by: ' by sre', over: true } });
    expect(told.map(({ subject }) => subject.replace(/.*: /, ''))).toEqual(['undone']);
    expect(told[0]?.body).toContain('undone, as a person asked by sre');
    expect(told[0]?.attributes.outcome).toBe('undone');
    expect(result).toBe('succeeded');
    expect((await shop.memory.ports.ledger.service('user')).leftovers ?? []).toEqual([]);
    await playUntil(shop, running, () => false);
    expect(await running.execution()).toMatchObject({ result: 'succeeded', messages });
    expect(writesOf(shop)).toHaveLength(before + 1);
  });

  it('is undone once: a person who asks again is told that there is nothing', async () => {
    const { shop } = await healedShop(left);
    await ask(shop);
    const before = writesOf(shop);
    const again = await ask(shop);
    expect(again).toMatchObject({ intake: { kind: 'ignored', reason: 'nothing-to-undo' }, result: 'succeeded' });
    expect(writesOf(shop)).toEqual(before);
  });

  it('stays as another actor made it, and people are told', async () => {
    const { shop } = await healedShop(left);
    left.change(shop);
    const before = writesOf(shop);
    const { messages, incident } = await ask(shop);
    expect(writesOf(shop)).toEqual(before);
    expect(messages.map(({ attributes }) => attributes.outcome)).toEqual(['escalated']);
    expect(messages[0]?.subject).toContain('NOT UNDONE');
    expect(incident?.outcome).toBe('healed');
  });

  it('waits while the override forbids it, says so once, and is undone when that is lifted', async () => {
    const { shop } = await healedShop(left);
    write(shop);
    shop.memory.parameters.set('/healer/services/user/mode', 'observe');
    const running = await shop.machine.start(parameterEvent(undoParameterName(incidentOf(shop)), shop.now()));
    await playUntil(shop, running, () => running.path.filter((name) => name === 'wait').length === 3);
    expect(left.isBack(shop)).toBe(false);
    const { messages } = await running.execution();
    expect(messages.map(({ attributes }) => attributes.outcome)).toEqual(['held']);
    expect(messages[0]?.body).toContain('/healer/services/user/mode is observe');
    shop.memory.parameters.set('/healer/services/user/mode', 'auto');
    await playUntil(shop, running, () => false);
    expect(left.isBack(shop)).toBe(true);
    expect((await running.execution()).messages.at(-1)?.subject).toMatch(/: undone$/);
  });

  it('comes out the same wherever the Lambda dies on the way', async () => {
    const play = async (call?: number, moment: 'before' | 'after' = 'after') => {
      const { shop } = await healedShop(left);
      const first = shop.memory.calls.length;
      if (call !== undefined) shop.memory.failCall(first + call, moment, new Error('the Lambda was killed'));
      const before = writesOf(shop).length;
      const execution = await ask(shop);
      return { shop, execution, writes: writesOf(shop).slice(before), calls: shop.memory.calls.length - first };
    };
    const calm = await play();
    expect(calm.calls).toBeGreaterThan(8);
    // The last call is this test's own look at the incident.
    for (let call = 0; call < calm.calls - 1; call++) {
      for (const moment of ['before', 'after'] as const) {
        const { shop, execution, writes } = await play(call, moment);
        const where = `${moment} call ${call}: ${shop.memory.calls.at(call - calm.calls)?.method}`;
        expect(writes, where).toEqual(calm.writes);
        expect(
          execution.messages.map(({ subject }) => subject),
          where,
        ).toEqual(calm.execution.messages.map(({ subject }) => subject));
        expect(execution.result, where).toBe('succeeded');
      }
    }
  });

  it('is undone by another execution where the one that a person started died', async () => {
    const { shop } = await healedShop(left);
    write(shop);
    const running = await shop.machine.start(parameterEvent(undoParameterName(incidentOf(shop)), shop.now()));
    await die(shop, running);
    wait(shop, 11);
    const { found } = await sweepAndPlay(shop);
    expect(found[0]).toMatch(/^left-over: /);
    expect(left.isBack(shop)).toBe(true);
  });
});
