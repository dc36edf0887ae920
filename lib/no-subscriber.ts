/**
 * Warns when no subscriber receives all messages: the healer would act and fail in silence. A warning only, because the
 * user may subscribe elsewhere. A subscription with a filter does not count: alarms on the healer itself have no
 * attributes and pass no filter.
 */
import { Annotations } from 'aws-cdk-lib';
import { CfnSubscription, type ITopic } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { identityOf } from './expression-identity.ts';

/** Warns when no subscription in the app receives every message of the topic. */
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
    `No subscriber hears what this healer does, or that it failed: ${why}, and alarms on the healer itself pass no filter. ` +
      'List an address in notifications.emails, or subscribe to `topic`.',
  );
}
