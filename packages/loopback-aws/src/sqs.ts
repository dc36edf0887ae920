/**
 * SQS as far as dead-letter queues need it: standard queues, visibility timeouts and counting. A receive answers at
 * once; long polling is refused.
 */
import { createHash, randomUUID } from 'node:crypto';
import { AwsError, ACCOUNT, REGION, unsupported, type AwsService } from './aws-service.ts';
import type { Clock } from './clock.ts';
import { number, object, onlyFields, text, type Json } from './fields.ts';

interface SqsMessage {
  readonly MessageId: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly MessageAttributes: Json;
}

interface Queued {
  readonly message: SqsMessage;
  receipt: string | undefined;
  visibleAt: number;
}

interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly visibilitySeconds: number;
  readonly messages: Queued[];
}

export interface Sqs {
  readonly service: AwsService;
  /** Creates a standard queue; returns its ARN. */
  createQueue(name: string, visibilitySeconds?: number): string;
  /** Puts a message on the queue with that ARN; used by the fakes that have dead-letter queues. */
  send(arn: string, body: string, attributes?: Readonly<Record<string, string>>): void;
  /** Everything on the queue with that ARN, visible or not. */
  peek(arn: string): readonly SqsMessage[];
  url(arn: string): string;
}

const BODY_BYTES_MAX = 256 * 1024;
const BATCH_MAX = 10;

/** SQS without queues; `endpoint` is asked for when a queue URL is needed. */
export function createSqs(clock: Clock, endpoint: () => string): Sqs {
  const queues = new Map<string, Queue>();

  const find = (name: string): Queue => {
    const queue = queues.get(name);
    if (queue === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  };
  const byArn = (arn: string): Queue => find(arn.split(':').at(-1) ?? '');
  const byUrl = (input: Json): Queue => find(text(input, 'QueueUrl').split('/').at(-1) ?? '');
  const add = (queue: Queue, body: string, attributes: Json): SqsMessage => {
    if (Buffer.byteLength(body) > BODY_BYTES_MAX)
      throw new AwsError('InvalidParameterValue', 'One or more parameters are invalid: body too long');
    const md5 = createHash('md5').update(body).digest('hex');
    const message = { MessageId: randomUUID(), Body: body, MD5OfBody: md5, MessageAttributes: attributes };
    queue.messages.push({ message, receipt: undefined, visibleAt: clock.now() });
    return message;
  };

  return {
    service: { name: 'sqs', protocol: 'json-1.0', operations: operations(clock, { byUrl, add }) },
    createQueue(name, visibilitySeconds = 30) {
      const arn = `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
      queues.set(name, { name, arn, visibilitySeconds, messages: [] });
      return arn;
    },
    send(arn, body, attributes = {}) {
      const typed = Object.entries(attributes).map(([key, value]) => [key, { DataType: 'String', StringValue: value }]);
      add(byArn(arn), body, Object.fromEntries(typed) as Json);
    },
    peek: (arn) => byArn(arn).messages.map((queued) => queued.message),
    url: (arn) => `${endpoint()}/${ACCOUNT}/${byArn(arn).name}`,
  };
}

interface Access {
  readonly byUrl: (input: Json) => Queue;
  readonly add: (queue: Queue, body: string, attributes: Json) => SqsMessage;
}

function operations(clock: Clock, { byUrl, add }: Access): AwsService['operations'] {
  return {
    SendMessage(input) {
      onlyFields('sqs:SendMessage', input, ['QueueUrl', 'MessageBody', 'MessageAttributes']);
      const message = add(byUrl(input), text(input, 'MessageBody'), object(input, 'MessageAttributes'));
      return { MessageId: message.MessageId, MD5OfMessageBody: message.MD5OfBody };
    },
    ReceiveMessage: (input) => ({ Messages: receive(byUrl(input), input, clock.now()) }),
    DeleteMessage(input) {
      onlyFields('sqs:DeleteMessage', input, ['QueueUrl', 'ReceiptHandle']);
      const { messages } = byUrl(input);
      const index = messages.findIndex((queued) => queued.receipt === text(input, 'ReceiptHandle'));
      if (index >= 0) messages.splice(index, 1);
      return {};
    },
    GetQueueAttributes(input) {
      onlyFields('sqs:GetQueueAttributes', input, ['QueueUrl', 'AttributeNames']);
      return { Attributes: wanted(attributesOf(byUrl(input), clock.now()), input['AttributeNames']) };
    },
  };
}

const RECEIVE_FIELDS = [
  'QueueUrl',
  'MaxNumberOfMessages',
  'VisibilityTimeout',
  'WaitTimeSeconds',
  'MessageAttributeNames',
];

function receive(queue: Queue, input: Json, now: number): readonly object[] {
  onlyFields('sqs:ReceiveMessage', input, RECEIVE_FIELDS);
  if (number(input, 'WaitTimeSeconds', 0) > 0) throw unsupported('long polling of sqs:ReceiveMessage');
  const count = number(input, 'MaxNumberOfMessages', 1);
  if (count < 1 || count > BATCH_MAX) {
    throw new AwsError('InvalidParameterValue', `MaxNumberOfMessages must be 1 to ${BATCH_MAX}`);
  }
  const hiddenUntil = now + number(input, 'VisibilityTimeout', queue.visibilitySeconds) * 1000;
  const taken = queue.messages.filter((queued) => queued.visibleAt <= now).slice(0, count);
  for (const queued of taken) Object.assign(queued, { receipt: randomUUID(), visibleAt: hiddenUntil });
  return taken.map((queued) => ({ ...queued.message, ReceiptHandle: queued.receipt }));
}

function attributesOf(queue: Queue, now: number): Record<string, string> {
  const visible = queue.messages.filter((queued) => queued.visibleAt <= now).length;
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(queue.messages.length - visible),
    VisibilityTimeout: String(queue.visibilitySeconds),
  };
}

function wanted(all: Record<string, string>, names: unknown): Record<string, string> {
  const asked = Array.isArray(names) ? names.map(String) : [];
  if (asked.includes('All')) return all;
  const unknown = asked.filter((name) => !(name in all));
  if (unknown.length > 0) throw unsupported(`queue attribute ${unknown.join(', ')}`);
  return Object.fromEntries(asked.map((name) => [name, all[name] ?? '']));
}
