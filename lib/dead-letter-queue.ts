/**
 * Keeps events that could not be handled until a person reads them; no consumer removes them. Each sender is configured
 * where the event comes from.
 */
import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './nag-acknowledgements.ts';

/** The maximum of SQS: people need time to read them. */
const QUEUE_DAYS = 14;

/** Creates the queue. It accepts messages over TLS only. */
export function createDeadLetterQueue(scope: Construct): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    retentionPeriod: Duration.days(QUEUE_DAYS),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });
  acknowledge(queue, 'AwsSolutions-SQS3', 'This is the dead-letter queue.');
  return queue;
}
