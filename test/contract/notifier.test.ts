/** Both notifiers publish a message once, as it is. */
import { describe, expect, it } from 'vitest';
import { WriteFailed } from '../../core/ports/errors.ts';
import type { Message } from '../../core/incident/message.ts';
import { createSns } from 'loopback-aws/sns.ts';
import { realClock } from 'loopback-aws/real-clock.ts';
import { snsNotifier } from '../../lambdas/adapters/sns-notifier.ts';
import { manualClock, memoryPorts } from '../support/memory-ports/memory-ports.ts';
import { awsEndpoint } from './aws-endpoint.ts';
import { aChatNotification } from '../support/chat.ts';
import { START } from './samples.ts';

const MESSAGE: Message = {
  subject: 'checkout: healing started',
  body: 'errorRatePercent was 12, limit 5',
  attributes: { service: 'checkout', failureType: 'error-rate', stage: 'started', outcome: '', severity: 'high' },
  chat: aChatNotification('checkout: healing started'),
};

describe('Notifier', () => {
  it('publishes to SNS, without attributes that say nothing', async () => {
    const sns = createSns(realClock());
    const topic = sns.createTopic('healer');
    const endpoint = await awsEndpoint(() => [sns.service]);
    const notifier = snsNotifier({ people: topic });
    await notifier.publish(MESSAGE);
    await notifier.publishInChat(MESSAGE);
    await expect(snsNotifier({ people: `${topic}-missing` }).publish(MESSAGE)).rejects.toThrow(WriteFailed);
    await endpoint.close();
    expect(sns.messages).toHaveLength(1);
    expect(sns.messages[0]).toMatchObject({ subject: MESSAGE.subject, message: MESSAGE.body });
    expect(Object.keys(sns.messages[0]?.attributes ?? {}).toSorted()).toEqual([
      'failureType',
      'service',
      'severity',
      'stage',
    ]);
  });

  it('publishes to the topic of chat, where there is one, in its schema and with the same attributes', async () => {
    const sns = createSns(realClock());
    const [people, chat] = [sns.createTopic('healer'), sns.createTopic('healer-chat')];
    const endpoint = await awsEndpoint(() => [sns.service]);
    await snsNotifier({ people, chat }).publishInChat(MESSAGE);
    await endpoint.close();
    expect(sns.messages.map(({ topicArn, subject }) => ({ topicArn, subject }))).toEqual([
      { topicArn: chat, subject: undefined },
    ]);
    expect(JSON.parse(sns.messages[0]?.message ?? '')).toEqual(MESSAGE.chat);
    expect(sns.messages[0]?.attributes).toHaveProperty('service');
  });

  it('keeps what was published in memory', async () => {
    const { ports, published, publishedInChat } = memoryPorts(manualClock(START));
    await ports.notifier.publish(MESSAGE);
    await ports.notifier.publishInChat(MESSAGE);
    expect(published).toEqual([MESSAGE]);
    expect(publishedInChat).toEqual([MESSAGE.chat]);
  });
});
