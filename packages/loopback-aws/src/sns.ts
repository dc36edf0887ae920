/**
 * SNS as far as notification needs it: topics, publishing, and the published messages kept for the dashboard and the
 * tests. Nothing is delivered to a person; subscriptions are only remembered.
 */
import { randomUUID } from 'node:crypto';
import { AwsError, ACCOUNT, REGION, type AwsService } from './aws-service.ts';
import type { Clock } from './clock.ts';
import { object, onlyFields, optionalText, text, type Json } from './fields.ts';
import { subscriptions, type Subscriptions } from './sns-subscriptions.ts';

export interface SnsMessage {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly message: string;
  readonly attributes: Json;
  readonly caller: string;
  readonly at: number;
}

export interface Sns {
  readonly service: AwsService;
  /** The last messages, oldest first. */
  readonly messages: readonly SnsMessage[];
  readonly onMessage: ((message: SnsMessage) => void)[];
  /** Publishes as `caller`; the input is that of the Publish operation. */
  publish(input: Json, caller: string): { readonly MessageId: string };
  /** Creates the topic if need be and returns its ARN. */
  createTopic(name: string): string;
  readonly subscriptions: Subscriptions;
}

const MESSAGE_BYTES_MAX = 256 * 1024;
const MESSAGES_KEPT = 5000;
const SUBJECT = /^[\x21-\x7e][\x20-\x7e]{0,99}$/;

/** SNS without topics. */
export function createSns(clock: Clock): Sns {
  const topics = new Set<string>();
  const messages: SnsMessage[] = [];
  const onMessage: ((message: SnsMessage) => void)[] = [];

  const mustExist = (topicArn: string): void => {
    if (!topics.has(topicArn)) throw new AwsError('NotFound', 'Topic does not exist', 404);
  };
  const subscribed = subscriptions(mustExist);
  const publish = (input: Json, caller: string): { MessageId: string } => {
    const request = readPublish(input);
    mustExist(request.topicArn);
    const published = { messageId: randomUUID(), ...request, caller, at: clock.now() };
    messages.push(published);
    if (messages.length > MESSAGES_KEPT) messages.shift();
    for (const listener of onMessage) listener(published);
    return { MessageId: published.messageId };
  };

  return {
    messages,
    onMessage,
    publish,
    subscriptions: subscribed,
    service: {
      name: 'sns',
      protocol: 'query',
      operations: { Publish: (input, call) => publish(input, call.caller), ...subscribed.operations },
    },
    createTopic(name) {
      const arn = `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`;
      topics.add(arn);
      return arn;
    },
  };
}

function readPublish(input: Json): Pick<SnsMessage, 'topicArn' | 'subject' | 'message' | 'attributes'> {
  onlyFields('sns:Publish', input, ['TopicArn', 'Message', 'Subject', 'MessageAttributes']);
  const topicArn = text(input, 'TopicArn');
  const subject = optionalText(input, 'Subject');
  const message = text(input, 'Message');
  if (subject !== undefined && !SUBJECT.test(subject))
    throw new AwsError('InvalidParameter', 'Invalid parameter: Subject');
  if (Buffer.byteLength(message) > MESSAGE_BYTES_MAX)
    throw new AwsError('InvalidParameter', 'Invalid parameter: Message too long');
  return { topicArn, subject, message, attributes: object(input, 'MessageAttributes') };
}
