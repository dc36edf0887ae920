/** What a person who was woken up reads. */
import { describe, expect, it } from 'vitest';
import { QUEUE_MINUTES_MAX } from '../../../core/holds/reasons.ts';
import { endMessage, startMessage } from '../../../core/notify/message.ts';
import { aCatalog, aToggle } from '../../support/catalog.ts';
import { remember, type Past } from '../../support/experience.ts';
import { aShop, type ShopOptions, type Sickness } from '../../support/shop.ts';
import { ENDLESS_LEAK, ERRORS, LEAK } from '../../support/sicknesses.ts';

interface MessageOptions extends ShopOptions {
  readonly mode?: string;
  readonly past?: Past;
}

async function messagesOf(sickness: Sickness, options: MessageOptions = {}) {
  const shop = aShop(options);
  if (options.past !== undefined) await remember(shop, options.past);
  if (options.mode !== undefined) shop.memory.parameters.set('/healer/mode', options.mode);
  shop.breakWith(sickness);
  const { messages } = await shop.machine.run(shop.alarm(sickness));
  const [started, ended] = messages.length === 1 ? [messages[0], messages[0]] : messages;
  if (started === undefined || ended === undefined) throw new Error('there must be a message');
  return { started, ended };
}

describe('the messages of an incident', () => {
  it('say what broke with numbers, what is done and why, and how to stop it', async () => {
    const { started, ended } = await messagesOf(LEAK);
    expect(started.subject).toBe('[healer] user Memory leak: healing');
    expect(started.body).toContain('97.4 against a limit of 85');
    expect(started.body).toContain('What I do:   replace 1 of 4 tasks, the sick');
    expect(started.body).toContain('never tried here with few tasks sick, 60 % (39-81) expected to help');
    expect(ended.subject).toBe('[healer] user Memory leak: healed');
    expect(ended.body).toContain('Verified:    recovered');
    for (const { body } of [started, ended]) {
      expect(body).toContain(
        'aws ssm put-parameter --overwrite --type String --name /healer/services/user/mode --value off',
      );
      expect(body).toContain('--name /healer/mode --value off');
    }
  });

  it('say how often it worked here, as far as memory goes', async () => {
    const results = { remedy: 'replaceTasks', successes: 7, failures: 1 } as const;
    const past = { failureType: 'memory-leak', context: 'few', ...results };
    const { started, ended } = await messagesOf(LEAK, { past });
    for (const { body } of [started, ended]) expect(body).toContain('worked 7 of 8 times here with few tasks sick');
    expect(started.body).not.toContain('never tried here');
  });

  it('carry what subscriptions filter by', async () => {
    const { started, ended } = await messagesOf(LEAK);
    expect(started.attributes).toEqual({
      service: 'user',
      failureType: 'memory-leak',
      stage: 'started',
      outcome: 'started',
      severity: 'high',
    });
    expect(ended.attributes).toMatchObject({ stage: 'ended', outcome: 'healed' });
  });

  it('say when a toggle goes back', async () => {
    const { ended } = await messagesOf(ERRORS, { service: { toggles: [aToggle('recommendations')] } });
    expect(ended.body).toMatch(/recommendations goes back to "on" at 2026-01-15T15:\d\dZ; fix the cause before/);
  });

  it('say for how long it waits at most, by the very limit it keeps', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    const runbook = aCatalog([shop.user]).runbooks['memory-leak'];
    const [decision] = incident?.decisions ?? [];
    if (incident === undefined || decision === undefined || runbook === undefined) throw new Error('there must be one');
    const waiting = { ...incident, decisions: [{ ...decision, kind: 'wait' as const }] };
    expect(startMessage(waiting, runbook).body).toContain(`What I do:   wait, ${QUEUE_MINUTES_MAX} minutes at most`);
  });

  it('never say that it heals when it does not', async () => {
    const { started, ended } = await messagesOf(LEAK, { mode: 'observe' });
    expect(ended).toBe(started);
    expect(ended.subject).toBe('[healer] user Memory leak: not healed: the healer was held back');
    expect(ended.body).toContain('/healer/mode is observe');
    expect(ended.body).toContain('replace 1 of 4 tasks, the sick');
    expect(ended.body).not.toContain('What I did');
  });

  it('tell a person what to look at, and whose it is', async () => {
    const { ended } = await messagesOf(ENDLESS_LEAK);
    expect(ended.subject).toContain('NEEDS YOU');
    expect(ended.body).toMatch(/Next: {8}\S/);
    expect(ended.body).toContain('aws ecs describe-services --cluster shop --services user');
    expect(ended.body).toContain('Owner:');
  });

  it('fit into an e-mail subject and into SNS', async () => {
    const { started, ended } = await messagesOf(LEAK);
    for (const { subject, body } of [started, ended]) {
      expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
      expect(Buffer.byteLength(body)).toBeLessThan(256 * 1024);
    }
  });

  it('end with the incident that commands ask for, however much there is to tell', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    const runbook = shop.catalog.runbooks['memory-leak'];
    if (incident === undefined || runbook === undefined) throw new Error('there was no leak');
    const long = { ...incident, timeline: [{ at: 0, text: 'looked '.repeat(5_000) }], outcome: 'healed' as const };
    const { body } = endMessage(long, runbook, shop.user);
    expect(body.length).toBeLessThanOrEqual(12_000);
    expect(body.split('\n').at(-1)).toBe(`Incident ${incident.id}`);
  });
});
