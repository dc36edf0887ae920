/**
 * How the healer reaches people: an SNS topic, a second one for chat if asked for, their subscriptions, and who may
 * publish.
 */
import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Subscription, SubscriptionFilter, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { NotificationSettings } from '../core/config/notifications.ts';
import { letAlarmsEncrypt } from './topic-encryption.ts';

export interface Notifications {
  readonly topic: Topic;
  /** Custom notifications for chat; absent unless asked for. */
  readonly chatTopic?: Topic;
  /** Encrypts both; absent unless given. */
  readonly encryptionKey?: IKey;
}

/**
 * Creates the topics and the subscriptions. The topics accept messages over TLS only, and from alarms of this account.
 * Without a user's key there is no encryption with a key at rest: with AWS's own `alias/aws/sns`, alarms would be dropped
 * silently, because CloudWatch may not use that key and its policy cannot change.
 */
export function createNotifications(
  scope: Construct,
  settings: NotificationSettings,
  encryptionKey: IKey | undefined = importedKey(scope, settings),
): Notifications {
  const key = encryptionKey === undefined ? {} : { masterKey: encryptionKey };
  const topic = new Topic(scope, 'Topic', { displayName: 'Healer', enforceSSL: true, ...key });
  for (const email of settings.emails) topic.addSubscription(new EmailSubscription(email));
  for (const one of settings.subscriptions) subscribe(topic, one);
  allowAlarms(topic);
  if (encryptionKey !== undefined) letAlarmsEncrypt(scope, encryptionKey);
  return {
    topic,
    ...(settings.chat ? { chatTopic: new Topic(scope, 'ChatTopic', { enforceSSL: true, ...key }) } : {}),
    ...(encryptionKey === undefined ? {} : { encryptionKey }),
  };
}

function importedKey(scope: Construct, { encryptionKeyArn }: NotificationSettings): IKey | undefined {
  return encryptionKeyArn === undefined ? undefined : Key.fromKeyArn(scope, 'TopicKey', encryptionKeyArn);
}

const PROTOCOLS = {
  email: SubscriptionProtocol.EMAIL,
  'email-json': SubscriptionProtocol.EMAIL_JSON,
  https: SubscriptionProtocol.HTTPS,
  sms: SubscriptionProtocol.SMS,
  sqs: SubscriptionProtocol.SQS,
  lambda: SubscriptionProtocol.LAMBDA,
} as const satisfies Readonly<Record<NotificationSettings['subscriptions'][number]['protocol'], SubscriptionProtocol>>;

function subscribe(topic: Topic, one: NotificationSettings['subscriptions'][number]): void {
  const { protocol, endpoint, filter } = one;
  const id = idOf(protocol, endpoint);
  const filterPolicy = Object.fromEntries(
    Object.entries(filter ?? {}).map(([name, allowlist]) => [name, SubscriptionFilter.stringFilter({ allowlist })]),
  );
  new Subscription(topic, `Subscription-${id}`, {
    topic,
    protocol: PROTOCOLS[protocol],
    endpoint,
    ...(filter === undefined ? {} : { filterPolicy }),
  });
  if (protocol !== 'lambda') return;
  new CfnPermission(topic, `Invoke-${id}`, {
    action: 'lambda:InvokeFunction',
    functionName: endpoint,
    principal: 'sns.amazonaws.com',
    sourceArn: topic.topicArn,
  });
}

/** Enough digits for a few dozen endpoints: the configuration refuses duplicates. */
const ID_DIGITS = 12;

/**
 * Made from protocol and endpoint, never from the position in the list. SNS takes a second subscription of an endpoint
 * for the first one, so a deployment that moved one to another logical id would end by unsubscribing it.
 */
function idOf(protocol: string, endpoint: string): string {
  return createHash('sha256').update(`${protocol} ${endpoint}`).digest('hex').slice(0, ID_DIGITS);
}

/** Allows alarms of this account, and of no other, to publish to the topic. */
function allowAlarms(topic: Topic): void {
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
