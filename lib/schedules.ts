/**
 * The two schedules: the sweep, which finds lost events and dead executions, and the heartbeat, which takes the path of
 * every signal. Undelivered events go to the queue; alarms report when either is late.
 */
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { HEARTBEAT_MINUTES, SWEEP_MINUTES } from '../core/vocabulary.ts';
import { acknowledgeWildcards } from './nag-acknowledgements.ts';
import { failureDestination } from './permissions/granted-by-cdk.ts';
import { heartbeatPermissions } from './permissions/workflow-permissions.ts';
import type { StageFunction } from './stage-function.ts';

export const SCHEDULES_ID = 'Schedules';

export interface SchedulesProps {
  readonly sweep: StageFunction;
  readonly machine: IStateMachine;
  readonly queue: IQueue;
}

/** Creates the two rules. A start that is late by one interval is dropped: the next one replaces it. */
export function createSchedules(scope: Construct, { sweep, machine, queue }: SchedulesProps): void {
  const schedules = new Construct(scope, SCHEDULES_ID);
  const every = (minutes: number) => Schedule.rate(Duration.minutes(minutes));
  new Rule(schedules, 'Sweep', {
    schedule: every(SWEEP_MINUTES),
    targets: [
      new LambdaFunction(sweep.function, { deadLetterQueue: queue, maxEventAge: Duration.minutes(SWEEP_MINUTES) }),
    ],
  });
  sweep.function.addEnvironment('STATE_MACHINE_ARN', machine.stateMachineArn);
  // The next sweep repairs what this one could not. The queue keeps the failure, so that people see it.
  const maxEventAge = Duration.minutes(SWEEP_MINUTES);
  sweep.function.configureAsyncInvoke({ maxEventAge, retryAttempts: 0, onFailure: new SqsDestination(queue) });
  if (sweep.function.role !== undefined)
    acknowledgeWildcards(sweep.function.role, [failureDestination(queue.queueArn)]);
  const role = new Role(schedules, 'Role', { assumedBy: new ServicePrincipal('events.amazonaws.com') });
  acknowledgeWildcards(role, heartbeatPermissions(machine.stateMachineArn));
  const target = new SfnStateMachine(machine, { role, deadLetterQueue: queue, maxEventAge });
  new Rule(schedules, 'Heartbeat', { schedule: every(HEARTBEAT_MINUTES), targets: [target] });
}
