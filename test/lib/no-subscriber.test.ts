/** Whether a healer has a subscriber at all: a warning for who forgot, and none for who subscribes in another way. */
import type { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import type { HealerProps } from '../../lib/healer-props.ts';
import type { Healer } from '../../lib/healer.ts';
import { newHealer, newStack } from './support/user-app.ts';

const PAGER = { protocol: 'sms', endpoint: '+4915112345678' } as const;

const ROWS: readonly {
  readonly case: string;
  readonly notifications?: HealerProps['notifications'];
  readonly subscribe?: (healer: Healer, stack: Stack) => void;
  readonly warns: string | undefined;
}[] = [
  { case: 'no subscriber is listed', warns: 'nothing subscribes to its topic' },
  {
    case: 'chat alone is asked for',
    notifications: { chat: true },
    warns: 'nothing subscribes to its topic',
  },
  {
    case: 'all who are listed filter',
    notifications: { subscriptions: [{ ...PAGER, filter: { severity: ['critical'] } }] },
    warns: 'every subscription to its topic filters',
  },
  {
    case: 'the subscription of the app filters',
    subscribe: ({ topic }) => {
      const filterPolicy = { stage: SubscriptionFilter.stringFilter({ allowlist: ['ended'] }) };
      topic.addSubscription(new EmailSubscription('oncall@example.com', { filterPolicy }));
    },
    warns: 'every subscription to its topic filters',
  },
  { case: 'an address is listed', notifications: { emails: ['oncall@example.com'] }, warns: undefined },
  { case: 'a pager takes everything', notifications: { subscriptions: [PAGER] }, warns: undefined },
  {
    case: 'a queue of the app takes everything',
    subscribe: ({ topic }, stack) => topic.addSubscription(new SqsSubscription(new Queue(stack, 'Pager'))),
    warns: undefined,
  },
];

describe('a warning without a recipient', () => {
  it.each(ROWS)('$case', ({ notifications, subscribe, warns }) => {
    const stack = newStack();
    const healer = newHealer(stack, notifications === undefined ? {} : { notifications });
    healer.heals({ cluster: 'shop', service: 'web' });
    subscribe?.(healer, stack);
    (stack.node.root as App).synth();
    const found = Annotations.fromStack(stack).findWarning(
      '/Shop/Healer',
      Match.stringLikeRegexp('No subscriber hears'),
    );
    expect(found.map(({ entry }) => /failed: (.*), and alarms/.exec(String(entry.data))?.[1])).toEqual(
      warns === undefined ? [] : [warns],
    );
  });
});
