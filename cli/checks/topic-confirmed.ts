/**
 * Whether anybody hears the healer: a topic without a confirmed subscription is a message to nobody. The topic for chat
 * does not make up for the main one: alarms on the healer itself go there alone.
 */
import { ListSubscriptionsByTopicCommand, type Subscription } from '@aws-sdk/client-sns';
import { findingOf, type Problem } from '../check.ts';
import { isNamed, resourcesOfType } from '../deployed-stack.ts';
import { allPages } from '../pages.ts';
import type { AccountCheck, World } from '../world.ts';

/** The construct's name of the topic that has messages for chat only. */
const CHAT_TOPIC = 'ChatTopic';

interface Heard {
  readonly arn: string;
  readonly forChat: boolean;
  readonly subscriptions: readonly Subscription[];
}

export const topicConfirmed: AccountCheck = {
  id: 'topic',
  title: 'Somebody is told: a subscription is confirmed',
  run: async (world) => {
    const topics: Heard[] = [];
    for (const topic of resourcesOfType(world.stack, 'AWS::SNS::Topic')) {
      const arn = topic.physicalId;
      const subscriptions = await subscriptionsOf(world, arn);
      topics.push({ arn, forChat: isNamed(world.stack, topic, CHAT_TOPIC), subscriptions });
    }
    const all = topics.flatMap(({ subscriptions }) => subscriptions);
    const problems: readonly Problem[] = [
      ...(topics.every(({ forChat }) => forChat) ? [noTopic] : []),
      ...topics.filter(({ subscriptions }) => !subscriptions.some(isConfirmed)).map(unheard),
      ...all.filter(isPending).map(pending),
    ];
    return findingOf(problems, `${all.filter(isConfirmed).length} confirmed: ${all.map(named).join(', ')}`);
  },
};

const noTopic: Problem = { status: 'failed', text: 'the stack has no topic', fix: 'deploy it again' };

function unheard({ arn, forChat }: Heard): Problem {
  const name = arn.split(':').at(-1) ?? arn;
  if (forChat) {
    const fix = 'let your chat subscribe to it, or leave it: it costs nothing';
    return { status: 'warning', text: `nobody reads the topic for chat, ${name}`, fix };
  }
  return {
    status: 'failed',
    text: `nobody is told: no subscription of ${name} is confirmed, and the alarms on the healer itself go there alone`,
    fix: 'list e-mail addresses in the configuration or subscribe to the topic, then confirm the mail',
  };
}

function pending(subscription: Subscription): Problem {
  const fix = 'click the link in the mail "AWS Notification - Subscription Confirmation"; it is valid for two days';
  return { status: 'warning', text: `${named(subscription)} has not confirmed`, fix };
}

async function subscriptionsOf({ clients }: World, TopicArn: string): Promise<readonly Subscription[]> {
  return allPages(async (NextToken) => {
    const command = new ListSubscriptionsByTopicCommand({ TopicArn, ...(NextToken !== undefined && { NextToken }) });
    const answer = await clients.sns.send(command);
    return { items: answer.Subscriptions, next: answer.NextToken };
  });
}

/** Otherwise there are words where the ARN would be: `PendingConfirmation` or `Deleted`. */
function isConfirmed({ SubscriptionArn = '' }: Subscription): boolean {
  return SubscriptionArn.startsWith('arn:');
}

function isPending({ SubscriptionArn = '' }: Subscription): boolean {
  return SubscriptionArn === 'PendingConfirmation';
}

function named({ Protocol = '', Endpoint = '' }: Subscription): string {
  return `${Protocol} ${Endpoint}`;
}
