/**
 * The state machine as a resource: the definition with its ARNs, its log, and a role that may do what the definition's
 * tasks do and nothing else. It must not know the flow.
 */
import { Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledgeWildcards } from '../acknowledge.ts';
import type { StageName } from '../functions.ts';
import { LOG_RETENTION, TRACING } from '../stage-function.ts';
import { workflowDefinition } from './definition.ts';

export interface HealingMachineProps {
  readonly functions: Readonly<Record<StageName, IFunction>>;
  readonly topic: ITopic;
  readonly table: TableV2;
  readonly deadLetterQueue: IQueue;
}

/** Creates the state machine. Standard, because a heal takes minutes and its history is what people look at. */
export function createStateMachine(scope: Construct, props: HealingMachineProps): StateMachine {
  const stack = Stack.of(scope);
  const definition = workflowDefinition({
    partition: stack.partition,
    functionArn: (name) => props.functions[name].functionArn,
    topicArn: props.topic.topicArn,
    tableName: props.table.tableName,
    deadLetterQueueUrl: props.deadLetterQueue.queueUrl,
  });
  const machine = new StateMachine(scope, 'Workflow', {
    comment: definition.Comment,
    definitionBody: DefinitionBody.fromString(stack.toJsonString(definition, 1)),
    // Every transition, because it is cents a month, but not the data: the console shows that for 90 days.
    logs: { destination: createLogGroup(scope), level: LogLevel.ALL, includeExecutionData: false },
    tracingEnabled: true,
  });
  for (const statement of statements(props)) machine.addToRolePolicy(statement);
  acknowledgeWildcards(machine, [TRACING, LOG_DELIVERY]);
  return machine;
}

/** The prefix keeps the group out of the log service's resource policy, which has room for few. */
function createLogGroup(scope: Construct): LogGroup {
  return new LogGroup(scope, 'WorkflowLogs', {
    logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(scope, { maxLength: 60, separator: '-' })}`,
    retention: LOG_RETENTION,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

function statements(props: HealingMachineProps): readonly PolicyStatement[] {
  const functions = Object.values(props.functions).map((one) => one.functionArn);
  return [
    new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: functions }),
    new PolicyStatement({ actions: ['sns:Publish'], resources: [props.topic.topicArn] }),
    new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [props.deadLetterQueue.queueArn] }),
    new PolicyStatement({
      actions: ['dynamodb:UpdateItem'],
      resources: [props.table.tableArn],
      // It marks incidents as told; leases, limits and memory are out of its reach.
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['INC#*'] } },
    }),
  ];
}

/** Granted by CDK with the logging of a state machine. */
const LOG_DELIVERY = {
  actions: ['logs:CreateLogDelivery'],
  resources: ['*'],
  wildcard: 'The log delivery API, through which a state machine sets up its own log, has no resources to name.',
} as const;
