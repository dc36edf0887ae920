/**
 * Where events end that could not be handled, for a person to read: nothing takes them out again. Who sends them here is
 * said where they come from.
 */
import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './nag-acknowledgements.ts';

/** Messages stay as long as SQS allows: somebody has to find time to read them. */
const QUEUE_DAYS = 14;

/** Creates the queue. It takes messages over TLS only. */
export function createDeadLetterQueue(scope: Construct): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    retentionPeriod: Duration.days(QUEUE_DAYS),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });
  acknowledge(queue, 'AwsSolutions-SQS3', 'This is the dead-letter queue.');
  return queue;
}
