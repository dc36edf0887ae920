/**
 * All Lambdas of the healer: first as resources others refer to, then, when the catalog is complete, each with its own
 * part of the bundle, its environment and its permissions. It must not know what they are for.
 */
import { Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Catalog } from '../core/catalog/catalog.ts';
import type { Bundle } from './bundle.ts';
import { FUNCTION_DESCRIPTIONS, FUNCTION_NAMES } from './functions.ts';
import type { FunctionName } from './functions.ts';
import type { Notifications } from './notifications.ts';
import { permissions } from './permissions.ts';
import { deniedToAll } from './permissions/denied.ts';
import type { Permission, PermissionScope } from './permissions/permission.ts';
import type { References } from './references.ts';
import { StageFunction } from './stage-function.ts';

/** Where the Lambdas keep what they know, and where they tell people. */
export interface StageFunctionsProps {
  readonly table: TableV2;
  readonly notifications: Notifications;
  /** Signals looked at beside each other; as many as come when absent. */
  readonly intakeConcurrency?: number | undefined;
}

/** What makes the Lambdas those of one catalog. */
export interface StageFunctionsContent extends StageFunctionsProps {
  readonly bundle: Bundle;
  /** The catalog with references: what the permissions are made for. */
  readonly catalog: Catalog;
  /** What the Lambdas put in place of stand-ins; see `core/catalog/references.ts`. */
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

/** Gives every Lambda its code, its permissions and the names it needs. */
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

/** The values for the stand-ins, and for which catalog they are; nothing for a catalog without any. */
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
  // Only who looks after dead executions publishes by itself: for the others the state machine does, which does it once.
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
