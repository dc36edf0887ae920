/** Both notifiers publish a message once, as it is. */
import { describe, expect, it } from 'vitest';
import { WriteFailed } from '../../core/ports.ts';
import type { Message } from '../../core/workflow/command.ts';
import { createSns } from '../../lab/cloud/sns.ts';
import { realClock } from '../../lab/cloud/real-clock.ts';
import { snsNotifier } from '../../lambdas/adapters/sns-notifier.ts';
import { manualClock, memoryPorts } from '../support/memory-ports/memory-ports.ts';
import { awsEndpoint } from './aws-endpoint.ts';
import { START } from './samples.ts';

const MESSAGE: Message = {
  subject: 'checkout: healing started',
  body: 'errorRatePercent was 12, limit 5',
  attributes: { service: 'checkout', failureType: 'error-rate', stage: 'started', outcome: '', severity: 'high' },
};

describe('Notifier', () => {
  it('publishes to SNS, without attributes that say nothing', async () => {
    const sns = createSns(realClock());
    const topic = sns.createTopic('healer');
    const endpoint = await awsEndpoint(() => [sns.service]);
    await snsNotifier(topic).publish(MESSAGE);
    await expect(snsNotifier(`${topic}-missing`).publish(MESSAGE)).rejects.toThrow(WriteFailed);
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

  it('keeps what was published in memory', async () => {
    const { ports, published } = memoryPorts(manualClock(START));
    await ports.notifier.publish(MESSAGE);
    expect(published).toEqual([MESSAGE]);
  });
});
