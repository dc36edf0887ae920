/**
 * Checks that each topic has a confirmed subscription. A subscription of the chat topic does not replace one of the main
 * topic, because alarms on the healer itself publish only there.
 */
import { ListSubscriptionsByTopicCommand, type Subscription } from '@aws-sdk/client-sns';
import { failed, findingOf, warning, type Problem } from '../check.ts';
import { isNamed, resourcesOfType } from '../deployed-stack.ts';
import { allPages } from '../pages.ts';
import type { AccountCheck, World } from '../world.ts';

/** Construct id of the topic for chat. */
const CHAT_TOPIC = 'ChatTopic';

interface Heard {
  readonly arn: string;
  readonly forChat: boolean;
  readonly subscriptions: readonly Subscription[];
}

export const topicConfirmed: AccountCheck = {
  id: 'topic',
  title: 'The topic has a confirmed subscription',
  run: async (world) => {
    const topics: Heard[] = [];
    for (const topic of resourcesOfType(world.stack, 'AWS::SNS::Topic')) {
      const arn = topic.physicalId;
      const subscriptions = await subscriptionsOf(world, arn);
      topics.push({ arn, forChat: isNamed(world.stack, topic, CHAT_TOPIC), subscriptions });
    }
    const all = topics.flatMap(({ subscriptions }) => subscriptions);
    const problems: readonly Problem[] = [
      ...(topics.every(({ forChat }) => forChat) ? [failed('the stack has no topic', 'deploy it again')] : []),
      ...topics.filter(({ subscriptions }) => !subscriptions.some(isConfirmed)).map(unheard),
      ...all.filter(isPending).map(pending),
    ];
    return findingOf(problems, `${all.filter(isConfirmed).length} confirmed: ${all.map(named).join(', ')}`);
  },
};

function unheard({ arn, forChat }: Heard): Problem {
  const name = arn.split(':').at(-1) ?? arn;
  if (forChat) {
    const fix = 'subscribe your chat to it, or leave it: it costs nothing';
    return warning(`no subscription of the topic for chat, ${name}, is confirmed`, fix);
  }
  return failed(
    `no subscription of ${name} is confirmed, so no message and no alarm on the healer reaches a person`,
    'list e-mail addresses in the configuration or subscribe to the topic, then confirm the subscription in the mail',
  );
}

function pending(subscription: Subscription): Problem {
  const fix = 'click the link in the mail "AWS Notification - Subscription Confirmation"; it is valid for two days';
  return warning(`${named(subscription)} has not confirmed`, fix);
}

async function subscriptionsOf({ clients }: World, TopicArn: string): Promise<readonly Subscription[]> {
  return allPages(async (NextToken) => {
    const command = new ListSubscriptionsByTopicCommand({ TopicArn, ...(NextToken !== undefined && { NextToken }) });
    const answer = await clients.sns.send(command);
    return { items: answer.Subscriptions, next: answer.NextToken };
  });
}

/** Otherwise SNS returns a word in place of the ARN: `PendingConfirmation` or `Deleted`. */
function isConfirmed({ SubscriptionArn = '' }: Subscription): boolean {
  return SubscriptionArn.startsWith('arn:');
}

function isPending({ SubscriptionArn = '' }: Subscription): boolean {
  return SubscriptionArn === 'PendingConfirmation';
}

function named({ Protocol = '', Endpoint = '' }: Subscription): string {
  return `${Protocol} ${Endpoint}`;
}
