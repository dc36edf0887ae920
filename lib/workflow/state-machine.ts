/**
 * The state machine as a resource: the definition with its ARNs, its log, and a role with exactly the permissions of the
 * definition's tasks.
 */
import { Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledgeWildcards } from '../nag-acknowledgements.ts';
import type { StageName } from '../functions.ts';
import type { Notifications } from '../notifications.ts';
import { deniedToAll } from '../permissions/denied.ts';
import { LOG_DELIVERY, MACHINE_TRACING } from '../permissions/granted-by-cdk.ts';
import type { Permission } from '../permissions/permission.ts';
import { allow, deny } from '../permissions/statement.ts';
import { workflowPermissions } from '../permissions/workflow-permissions.ts';
import { LOG_RETENTION } from '../stage-function.ts';
import { workflowDefinition } from './definition.ts';

export interface HealingMachineProps {
  readonly functions: Readonly<Record<StageName, IFunction>>;
  readonly notifications: Notifications;
  readonly table: TableV2;
  readonly deadLetterQueue: IQueue;
}

/** Creates the state machine. Standard, because a heal takes minutes and people read its history. */
export function createStateMachine(scope: Construct, props: HealingMachineProps): StateMachine {
  const stack = Stack.of(scope);
  const { topic, chatTopic } = props.notifications;
  const definition = workflowDefinition({
    partition: stack.partition,
    functionArn: (name) => props.functions[name].functionArn,
    topicArn: topic.topicArn,
    ...(chatTopic === undefined ? {} : { chatTopicArn: chatTopic.topicArn }),
    tableName: props.table.tableName,
    deadLetterQueueUrl: props.deadLetterQueue.queueUrl,
  });
  const machine = new StateMachine(scope, 'Workflow', {
    comment: definition.Comment,
    definitionBody: DefinitionBody.fromString(stack.toJsonString(definition, 1)),
    // Logs every transition, which costs cents a month, without data: the console shows that for 90 days.
    logs: { destination: createLogGroup(scope), level: LogLevel.ALL, includeExecutionData: false },
    tracingEnabled: true,
  });
  grant(machine, permissionsOf(props));
  return machine;
}

function grant(machine: StateMachine, allowed: readonly Permission[]): void {
  const { partition, region, account } = Stack.of(machine);
  const denied = deniedToAll({
    arn: (service, resource) => `arn:${partition}:${service}:${region}:${account}:${resource}`,
  });
  for (const permission of allowed) machine.addToRolePolicy(allow(permission));
  for (const permission of denied) machine.addToRolePolicy(deny(permission));
  acknowledgeWildcards(machine, [...allowed, ...denied, MACHINE_TRACING, LOG_DELIVERY]);
}

/** The prefix keeps the group out of the log service's resource policy, which has room for few. */
function createLogGroup(scope: Construct): LogGroup {
  return new LogGroup(scope, 'WorkflowLogs', {
    logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(scope, { maxLength: 60, separator: '-' })}`,
    retention: LOG_RETENTION,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

function permissionsOf(props: HealingMachineProps): readonly Permission[] {
  const { topic, chatTopic, encryptionKey } = props.notifications;
  return workflowPermissions({
    functionArns: Object.values(props.functions).map((one) => one.functionArn),
    topicArns: [topic.topicArn, ...(chatTopic === undefined ? [] : [chatTopic.topicArn])],
    topicKeyArn: encryptionKey?.keyArn,
    queueArn: props.deadLetterQueue.queueArn,
    tableArn: props.table.tableArn,
  });
}
