/**
 * A healer whose messages reach nobody does its work, and fails, in silence. Whoever subscribes elsewhere knows better, so
 * this is a warning. Filters count as nobody: alarms on the healer itself carry no attributes and pass none.
 */
import { Annotations } from 'aws-cdk-lib';
import { CfnSubscription } from 'aws-cdk-lib/aws-sns';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { identityOf } from './expression-identity.ts';

/** Warns when no subscription of the app takes everything the topic has to say. */
export function warnWithoutSubscriber(healer: IConstruct, topic: ITopic): void {
  const arn = identityOf(healer, topic.topicArn);
  const subscriptions = healer.node.root.node
    .findAll()
    .filter((one) => one instanceof CfnSubscription)
    .filter((one) => identityOf(one, one.topicArn) === arn);
  if (subscriptions.some(({ filterPolicy }) => filterPolicy === undefined)) return;
  const why =
    subscriptions.length === 0 ? 'nothing subscribes to its topic' : 'every subscription to its topic filters';
  Annotations.of(healer).addWarningV2(
    'healer:nobodyIsTold',
    `Nobody is told what this healer does, or that it failed: ${why}, and alarms on the healer itself pass no filter. ` +
      'List an address in notifications.emails, or subscribe to `topic`.',
  );
}
