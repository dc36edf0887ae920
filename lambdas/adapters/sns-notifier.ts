/**
 * The `Notifier` port over SNS. The state machine publishes ordinary messages itself; this is for incidents whose
 * execution died and can no longer speak. It must not know what a message says.
 */
import { type MessageAttributeValue, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Notifier } from '../../core/ports.ts';
import { clientSettings, writing } from './aws-call.ts';

/** @param topicArn where to publish. @param client shared by all calls; created once per Lambda instance. */
export function snsNotifier(topicArn: string, client: SNSClient = new SNSClient(clientSettings())): Notifier {
  return {
    publish: (message) =>
      writing('The message could not be published', async () => {
        const attributes = Object.entries(message.attributes)
          // SNS refuses an empty attribute; a filter treats an absent one the same.
          .filter(([, value]) => value !== '')
          .map(([name, value]): [string, MessageAttributeValue] => [name, { DataType: 'String', StringValue: value }]);
        await client.send(
          new PublishCommand({
            TopicArn: topicArn,
            Subject: message.subject,
            Message: message.body,
            MessageAttributes: Object.fromEntries(attributes),
          }),
        );
      }),
  };
}
