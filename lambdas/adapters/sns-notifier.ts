/**
 * The `Notifier` port over SNS. The state machine publishes ordinary messages itself; this adapter tells people about
 * incidents whose execution died.
 */
import { type MessageAttributeValue, PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import type { Notifier } from '../../core/ports/notifier.ts';
import type { Message } from '../../core/incident/message.ts';
import { clientSettings, writing } from './aws-call.ts';

/** Where to publish; `chat` is absent where the user configured none. */
export interface Topics {
  readonly people: string;
  readonly chat?: string | undefined;
}

/** @param client shared by all calls; created once per Lambda instance. */
export function snsNotifier(topics: Topics, client: SNSClient = new SNSClient(clientSettings())): Notifier {
  const { people, chat } = topics;
  const send = async (input: PublishCommandInput): Promise<void> =>
    await writing(
      'The message could not be published',
      async () => void (await client.send(new PublishCommand(input))),
    );
  return {
    publish: async (message) =>
      await send({
        TopicArn: people,
        Subject: message.subject,
        Message: message.body,
        MessageAttributes: attributesOf(message),
      }),
    publishInChat: async (message) => {
      if (chat === undefined) return;
      await send({
        TopicArn: chat,
        Message: JSON.stringify(message.chat),
        MessageAttributes: attributesOf(message),
      });
    },
  };
}

function attributesOf({ attributes }: Message): Record<string, MessageAttributeValue> {
  const given = Object.entries(attributes)
    // SNS refuses an empty attribute; a filter treats an absent one the same.
    .filter(([, value]) => value !== '')
    .map(([name, value]): [string, MessageAttributeValue] => [name, { DataType: 'String', StringValue: value }]);
  return Object.fromEntries(given);
}
