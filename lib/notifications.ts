/**
 * How people are told: one SNS topic, its e-mail subscriptions, and who may publish. Chat and pagers subscribe to the
 * same topic. It must not know what the messages say.
 */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/** Creates the topic. It takes messages over TLS only; each address gets a mail that asks to confirm. */
export function createTopic(scope: Construct, emails: readonly string[]): Topic {
  const topic = new Topic(scope, 'Topic', { displayName: 'Healer', enforceSSL: true });
  for (const email of emails) topic.addSubscription(new EmailSubscription(email));
  return topic;
}

/** Lets alarms of this account publish to the topic, and nobody else's. */
export function allowAlarms(topic: Topic): void {
  const stack = Stack.of(topic);
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  );
}
