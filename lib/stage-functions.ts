/**
 * All Lambdas of the healer: first as resources for others to refer to, then, when the catalog is complete, with code,
 * environment and permissions.
 */
import { Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Catalog } from '../core/catalog/catalog.ts';
import type { Bundle } from './bundle.ts';
import { FUNCTION_DESCRIPTIONS, FUNCTION_NAMES, type FunctionName } from './functions.ts';
import type { Notifications } from './notifications.ts';
import { permissions } from './permissions.ts';
import { deniedToAll } from './permissions/denied.ts';
import type { Permission, PermissionScope } from './permissions/permission.ts';
import type { References } from './references.ts';
import { StageFunction } from './stage-function.ts';

export interface StageFunctionsProps {
  readonly table: TableV2;
  readonly notifications: Notifications;
  /** Concurrent signals; undefined means no bound. */
  readonly intakeConcurrency?: number | undefined;
}

/** What depends on the catalog. */
export interface StageFunctionsContent extends StageFunctionsProps {
  readonly bundle: Bundle;
  /** The catalog with references, from which the permissions are made. */
  readonly catalog: Catalog;
  /** The values of the stand-ins; see `core/catalog/references.ts`. */
  readonly references: References;
  readonly stateMachine: StateMachine;
}

export type StageFunctions = Readonly<Record<FunctionName, StageFunction>>;

/** Creates every Lambda, named in the template after its handler: `ReplaceTasks` for `replace-tasks`. */
export function createStageFunctions(scope: Construct, props: StageFunctionsProps): StageFunctions {
  const create = (name: FunctionName) =>
    new StageFunction(scope, pascalCase(name), {
      description: FUNCTION_DESCRIPTIONS[name],
      environment: environmentOf(name, props),
      concurrency: name === 'intake' ? props.intakeConcurrency : undefined,
    });
  return Object.fromEntries(FUNCTION_NAMES.map((name) => [name, create(name)])) as Record<FunctionName, StageFunction>;
}

export function completeStageFunctions(functions: StageFunctions, content: StageFunctionsContent): void {
  const scope = permissionScopeOf(Stack.of(functions.intake), content);
  const allowed = permissions(scope);
  for (const name of FUNCTION_NAMES) {
    functions[name].complete({
      directory: content.bundle.directory(name),
      environment: referencesVariable(functions[name], content),
      allowed: allowed[name],
      denied: deniedToAll(scope, passesRoles(allowed[name])),
    });
  }
}

function passesRoles(allowed: readonly Permission[]): boolean {
  return allowed.some(({ actions }) => actions.includes('iam:PassRole'));
}

/** The values of the stand-ins, with the catalog version that they belong to; empty for a catalog without any. */
function referencesVariable(
  scope: Construct,
  { catalog, references }: StageFunctionsContent,
): Readonly<Record<string, string>> {
  const { values } = references;
  if (values.length === 0) return {};
  return { CATALOG_REFERENCES: Stack.of(scope).toJsonString({ catalog: catalog.version, values }) };
}

function environmentOf(
  name: FunctionName,
  { table, notifications: { topic, chatTopic } }: StageFunctionsProps,
): Readonly<Record<string, string>> {
  const chat = chatTopic === undefined ? {} : { CHAT_TOPIC_ARN: chatTopic.topicArn };
  // Only reaper and sweep publish themselves; for the other Lambdas the state machine does, once.
  const publishes = name === 'reap' || name === 'sweep';
  return { TABLE_NAME: table.tableName, ...(publishes ? { TOPIC_ARN: topic.topicArn, ...chat } : {}) };
}

function permissionScopeOf(
  stack: Stack,
  { catalog, table, notifications, stateMachine }: StageFunctionsContent,
): PermissionScope {
  const { topic, chatTopic, encryptionKey } = notifications;
  return {
    catalog,
    tableArn: table.tableArn,
    topicArn: topic.topicArn,
    stateMachineArn: stateMachine.stateMachineArn,
    stateMachineName: stateMachine.stateMachineName,
    ...(chatTopic === undefined ? {} : { chatTopicArn: chatTopic.topicArn }),
    ...(encryptionKey === undefined ? {} : { topicKeyArn: encryptionKey.keyArn }),
    arn: (service, resource) => `arn:${stack.partition}:${service}:${stack.region}:${stack.account}:${resource}`,
  };
}

function pascalCase(name: string): string {
  return name
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}
