/** What a chat channel shows: the schema and its limits kept, one thread for an incident, and text that stays text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHAT_LIMITS, chatNotification, escaped, type ChatParts } from '../../../core/notify/chat.ts';
import { labelled } from '../../../core/notify/line.ts';
import { aShop, type Sickness } from '../../support/shop.ts';
import { BAD_RELEASE, ENDLESS_LEAK, LEAK } from '../../support/sicknesses.ts';

const PARTS: ChatParts = {
  incidentId: 'inc-1',
  stage: 'ended',
  emoji: 'white_check_mark',
  title: 'checkout healed',
  lines: [labelled('What broke', 'memory 93'), { text: 'and more' }],
  nextSteps: ['fix the leak'],
  commands: [labelled('Stop me here', 'aws ssm put-parameter --name /healer/mode')],
  keywords: ['checkout', 'healed'],
};

async function chatsOf(sickness: Sickness) {
  const shop = aShop();
  shop.breakWith(sickness);
  const { messages, incident } = await shop.machine.run(shop.alarm(sickness));
  return { incident, chats: messages.map(({ chat }) => chat) };
}

describe('a message for chat', () => {
  it('has the fields of the schema, and nothing but them', () => {
    expect(chatNotification(PARTS)).toEqual({
      version: '1.0',
      source: 'custom',
      id: 'inc-1-ended',
      content: {
        textType: 'client-markdown',
        title: ':white_check_mark: checkout healed',
        description:
          '*What broke* memory 93\nand more\nStop me here: `aws ssm put-parameter --name /healer/mode`\nIncident: `inc-1`',
        nextSteps: ['fix the leak'],
        keywords: ['checkout', 'healed'],
      },
      metadata: {
        threadId: 'inc-1',
        summary: 'checkout healed',
        additionalContext: { incidentId: 'inc-1', stage: 'ended' },
      },
    });
  });

  it('keeps every limit whatever it has to say, and its commands whole', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 9_000 });
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 12 }), (long, many) => {
        const lines = [labelled('Why', long), ...many.map((one) => ({ text: one }))];
        const { content, metadata } = chatNotification({
          ...PARTS,
          title: long,
          lines,
          nextSteps: many,
          keywords: [long],
        });
        expect(content.title.length).toBeLessThanOrEqual(CHAT_LIMITS.title);
        expect(metadata.summary.length).toBeLessThanOrEqual(CHAT_LIMITS.title);
        expect(content.description.length).toBeLessThanOrEqual(CHAT_LIMITS.description);
        expect(content.description.endsWith('`aws ssm put-parameter --name /healer/mode`\nIncident: `inc-1`')).toBe(
          true,
        );
        for (const step of content.nextSteps ?? []) expect(step.length).toBeLessThanOrEqual(CHAT_LIMITS.nextStep);
        for (const keyword of content.keywords) expect(keyword.length).toBeLessThanOrEqual(CHAT_LIMITS.keyword);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    { case: 'a mention of everybody', text: '<!channel> look' },
    { case: 'a link', text: '<https://example.com|click>' },
    { case: 'an entity', text: '&lt;' },
    { case: 'bold', text: '*bold*' },
    { case: 'code', text: '`code`' },
    { case: 'a mention by name', text: '@here' },
    { case: 'a link of the other kind', text: '[click](https://example.com)' },
    { case: 'a second line', text: 'one\n*two*' },
  ])('shows $case of others as the text it is', ({ text }) => {
    const shown = escaped(text);
    expect(shown).not.toMatch(/[<>\n]|(^|[\s\w])[*_~`@[](?=\w)/);
    const back = shown
      .replaceAll('\u2060', '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    expect(back).toBe(text.replaceAll('\n', ' '));
  });
});

describe('the messages of an incident in chat', () => {
  it.each([
    { case: 'healed', sickness: LEAK, messages: 2 },
    { case: 'not healed', sickness: ENDLESS_LEAK, messages: 2 },
    { case: 'of a release, for which a person is needed at once', sickness: BAD_RELEASE, messages: 1 },
  ])('are one thread, named after the incident: $case', async ({ sickness, messages }) => {
    const { incident, chats } = await chatsOf(sickness);
    expect(chats).toHaveLength(messages);
    expect(new Set(chats.map(({ metadata }) => metadata.threadId))).toEqual(new Set([incident?.id]));
    expect(new Set(chats.map(({ id }) => id)).size).toBe(messages);
  });

  it('say what the e-mail says, with what is left to do apart', async () => {
    const { chats } = await chatsOf(ENDLESS_LEAK);
    const [started, ended] = chats;
    expect(started?.content.title).toBe(':stethoscope: user Memory leak: healing');
    expect(started?.content.description).toContain('*What I do* replace 1 of 4 tasks, the sick');
    expect(ended?.content.title).toBe(':rotating_light: user Memory leak: NEEDS YOU');
    expect(ended?.content.nextSteps?.length).toBeGreaterThan(0);
    expect(ended?.content.description).not.toContain('*Next*');
    expect(ended?.content.keywords).toEqual(['user', 'memory-leak', 'escalated', 'high']);
  });
});
