/** The workflow of a healer that tells chat as well: second, before the mark, and never at the price of the first. */
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../core/incident/message.ts';
import type { TaskState } from '../../../lib/workflow/states.ts';
import { aChatNotification } from '../../support/chat.ts';
import { shopTemplate } from '../support/shop.ts';
import { definitionOf } from '../support/templates.ts';

const { States: states } = definitionOf(shopTemplate());
const MESSAGE: Message = {
  subject: 'checkout heals',
  body: 'It is broken.',
  attributes: { service: 'checkout', failureType: 'broken', stage: 'ended', outcome: '', severity: 'high' },
  chat: aChatNotification('checkout heals'),
};

async function evaluate(expression: unknown, variables: Readonly<Record<string, unknown>>): Promise<unknown> {
  return await jsonata(String(expression).replace(/^{% | %}$/g, '')).evaluate({}, variables);
}

describe('a machine that tells chat as well', () => {
  const { States: chatty } = definitionOf(shopTemplate({ notifications: { chat: true } }));
  const task = (name: string) => chatty[name] as TaskState;

  it('tells chat after the others, and marks the incident once both were told', () => {
    expect(Object.keys(chatty).filter((name) => !(name in states))).toEqual(['AnnounceInChat', 'NotifyEndInChat']);
    expect(['Announce', 'AnnounceInChat', 'NotifyEnd', 'NotifyEndInChat'].map((name) => task(name).Next)).toEqual([
      'AnnounceInChat',
      'Route',
      'NotifyEndInChat',
      'MarkNotified',
    ]);
  });

  it('tries chat although the first message could not be sent, and heals although neither could', () => {
    expect(task('Announce').Catch).toEqual([{ ErrorEquals: ['States.ALL'], Next: 'AnnounceInChat' }]);
    expect(task('AnnounceInChat').Catch).toEqual([
      { ErrorEquals: ['States.ALL'], Assign: { command: '{% $command.next %}' }, Next: 'Route' },
    ]);
  });

  it('sends the notification of the schema to its own topic, with the attributes of the message', async () => {
    const { Arguments } = task('NotifyEndInChat');
    expect(Arguments['TopicArn']).toMatch(/ChatTopic/);
    expect(Arguments).not.toHaveProperty('Subject');
    expect(Arguments['MessageAttributes']).toEqual(task('NotifyEnd').Arguments['MessageAttributes']);
    const sent = await evaluate(Arguments['Message'], { command: { kind: 'notify', message: MESSAGE } });
    expect(JSON.parse(String(sent))).toEqual(MESSAGE.chat);
  });

  it.each([
    {
      case: 'an end in failure where the heal would have ended well',
      next: { kind: 'stop', result: 'succeeded' },
      after: { kind: 'stop', result: 'failed' },
    },
    {
      case: 'the restoration of a toggle all the same',
      next: { kind: 'wait', until: 'later', next: { kind: 'decide' } },
      after: { kind: 'wait', until: 'later', next: { kind: 'decide' } },
    },
    { case: 'an end in failure where nothing follows', next: undefined, after: { kind: 'stop', result: 'failed' } },
  ])('marks the incident when only chat failed, and goes on to $case', async ({ next, after }) => {
    const [caught] = task('NotifyEndInChat').Catch;
    expect(caught?.Next).toBe('MarkNotified');
    const command = { kind: 'notify', message: MESSAGE, ...(next === undefined ? {} : { next }) };
    expect(await evaluate(caught?.Assign?.['command'], { command })).toMatchObject({ kind: 'notify', next: after });
  });
});
