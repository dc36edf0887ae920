/**
 * Who subscribed to a topic. E-mail and web addresses are pending until the subscriber confirms, as in AWS; nothing is ever
 * delivered to them.
 */
import { type AwsService } from './aws-service.ts';
import { onlyFields, text, type Json } from './fields.ts';

/** Protocols whose owner has to agree first. */
const TO_CONFIRM = ['email', 'email-json', 'http', 'https'];

interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  confirmed: boolean;
}

export interface Subscriptions {
  readonly operations: AwsService['operations'];
  /** Returns the ARN. */
  subscribe(input: Json): string;
  /** What a click on the link in the mail does, for every subscription of that endpoint. */
  confirm(endpoint: string): void;
}

/** No subscription yet; `mustExist` throws for a topic that does not. */
export function subscriptions(mustExist: (topicArn: string) => void): Subscriptions {
  const all: Subscription[] = [];
  return {
    subscribe(input) {
      const topicArn = text(input, 'TopicArn');
      mustExist(topicArn);
      const arn = `${topicArn}:${all.length + 1}`;
      const [protocol, endpoint] = [text(input, 'Protocol'), text(input, 'Endpoint')];
      all.push({ arn, topicArn, protocol, endpoint, confirmed: !TO_CONFIRM.includes(protocol) });
      return arn;
    },
    confirm(endpoint) {
      for (const one of all) if (one.endpoint === endpoint) one.confirmed = true;
    },
    operations: {
      ListSubscriptionsByTopic(input) {
        onlyFields('sns:ListSubscriptionsByTopic', input, ['TopicArn']);
        const topicArn = text(input, 'TopicArn');
        mustExist(topicArn);
        return { Subscriptions: all.filter((one) => one.topicArn === topicArn).map(describe) };
      },
    },
  };
}

/** A subscription that was not confirmed has words where its ARN would be. */
function describe({ arn, topicArn, protocol, endpoint, confirmed }: Subscription): Json {
  return {
    SubscriptionArn: confirmed ? arn : 'PendingConfirmation',
    Owner: topicArn.split(':')[4],
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topicArn,
  };
}
