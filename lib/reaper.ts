/**
 * Handles dead executions: a rule on the state machine's failures, and the Lambda that frees the service, ends the
 * incident and tells people. No catcher covers a whole execution.
 */
import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledgeWildcards } from './nag-acknowledgements.ts';
import { failureDestination } from './permissions/granted-by-cdk.ts';

/** A dead execution holds its service; after this time its lease has expired. */
const EVENT_AGE = Duration.hours(2);

/** Connects failed, timed-out and aborted executions to the reaper; an event that it cannot handle goes to the queue. */
export function createReaper(scope: Construct, reap: Lambda, machine: IStateMachine, queue: IQueue): void {
  new Rule(scope, 'DeadExecutions', {
    eventPattern: {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [machine.stateMachineArn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
    },
    targets: [new LambdaFunction(reap, { deadLetterQueue: queue, maxEventAge: EVENT_AGE })],
  });
  // EventBridge only delivers the event; this configuration handles a failing Lambda.
  reap.configureAsyncInvoke({ maxEventAge: EVENT_AGE, retryAttempts: 2, onFailure: new SqsDestination(queue) });
  if (reap.role !== undefined) acknowledgeWildcards(reap.role, [failureDestination(queue.queueArn)]);
}
