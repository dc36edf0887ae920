/** Who hears the healer: its own alarms have the main topic alone, so that a chat which listens does not make up for it. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { isNamed } from '../../cli/deployed-stack.ts';
import { deployedHealer } from './support/deployed-healer.ts';

const forChat = (topic: string): boolean => topic.includes('ChatTopic');

describe('the check of the topics', () => {
  it.each([
    {
      case: 'fails when only the chat listens',
      heard: forChat,
      status: 'failed',
      says: /^no subscription of \S+ is confirmed, so no message and no alarm on the healer reaches a person$/,
      fix: /confirm the subscription in the mail$/,
    },
    {
      case: 'only warns when only the chat does not',
      heard: (topic: string) => !forChat(topic),
      status: 'warning',
      says: /^no subscription of the topic for chat, \S*ChatTopic\S*, is confirmed$/,
      fix: /^subscribe your chat/,
    },
    {
      case: 'fails when no topic has a confirmed subscription, and names each',
      heard: () => false,
      status: 'failed',
      says: /^no subscription of \S+ is confirmed, so .*; no subscription of the topic for chat/,
      fix: /confirm the subscription in the mail; subscribe your chat/,
    },
    {
      case: 'is content when each has a confirmed subscription',
      heard: () => true,
      status: 'ok',
      says: /^2 confirmed/,
      fix: /^$/,
    },
  ])('$case', async ({ heard, status, says, fix }) => {
    const healer = await deployedHealer(heard);
    onTestFinished(() => healer.close());
    expect(healer.ids('AWS::SNS::Topic')).toHaveLength(2);
    const result = await healer.check('topic');
    expect(result).toMatchObject({ status, detail: expect.stringMatching(says) });
    expect(result.fix ?? '').toMatch(fix);
  });
});

describe('the name of a resource', () => {
  const stack = { prefix: 'Chat' } as Parameters<typeof isNamed>[0];
  it.each([
    { case: 'the main topic of a healer called Chat', logicalId: 'ChatTopic0A1B2C3D', named: false },
    { case: 'its topic for chat', logicalId: 'ChatChatTopic0A1B2C3D', named: true },
    { case: "a child's child", logicalId: 'ChatOtherChatTopic0A1B2C3D', named: false },
    { case: "another construct's topic", logicalId: 'ShopChatTopic0A1B2C3D', named: false },
  ])('is read after that of the healer: $case', ({ logicalId, named }) => {
    const resource = { logicalId } as Parameters<typeof isNamed>[1];
    expect(isNamed(stack, resource, 'ChatTopic')).toBe(named);
  });
});
