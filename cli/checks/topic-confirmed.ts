/** Whether anybody hears the healer: a topic without a confirmed subscription is a message to nobody. */
import { ListSubscriptionsByTopicCommand, type Subscription } from '@aws-sdk/client-sns';
import { findingOf, type Problem } from '../check.ts';
import { resourcesOfType } from '../deployed-stack.ts';
import { allPages } from '../pages.ts';
import type { AccountCheck, World } from '../world.ts';

export const topicConfirmed: AccountCheck = {
  id: 'topic',
  title: 'Somebody is told: a subscription is confirmed',
  run: async (world) => {
    const topics = resourcesOfType(world.stack, 'AWS::SNS::Topic').map(({ physicalId }) => physicalId);
    const byTopic = new Map<string, readonly Subscription[]>();
    for (const topic of topics) byTopic.set(topic, await subscriptionsOf(world, topic));
    const all = [...byTopic.values()].flat();
    const problems: readonly Problem[] = [
      ...(all.some(isConfirmed) ? [] : [nobody]),
      ...all.filter(isPending).map(pending),
      ...[...byTopic].filter(([, some]) => !some.some(isConfirmed) && all.some(isConfirmed)).map(([arn]) => quiet(arn)),
    ];
    return findingOf(problems, `${all.filter(isConfirmed).length} confirmed: ${all.map(named).join(', ')}`);
  },
};

const nobody: Problem = {
  status: 'failed',
  text: 'nobody is told: no subscription is confirmed',
  fix: 'list e-mail addresses in the configuration or subscribe to the topic, then confirm the mail',
};

function pending(subscription: Subscription): Problem {
  const fix = 'click the link in the mail "AWS Notification - Subscription Confirmation"; it is valid for two days';
  return { status: 'warning', text: `${named(subscription)} has not confirmed`, fix };
}

function quiet(topicArn: string): Problem {
  const name = topicArn.split(':').at(-1) ?? topicArn;
  return {
    status: 'warning',
    text: `nobody reads the topic ${name}`,
    fix: 'subscribe to it, or leave it: it costs nothing',
  };
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
