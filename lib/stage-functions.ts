/**
 * All Lambdas of the healer, each with its own part of the bundle, its environment and its permissions. It must not know
 * what they are for.
 */
import { Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Catalog } from '../core/catalog.ts';
import type { Bundle } from './bundle.ts';
import { FUNCTION_DESCRIPTIONS, FUNCTION_NAMES } from './functions.ts';
import type { FunctionName } from './functions.ts';
import { deniedToAll, permissions } from './permissions.ts';
import type { PermissionScope } from './permissions.ts';
import { StageFunction } from './stage-function.ts';

export interface StageFunctionsProps {
  readonly bundle: Bundle;
  readonly catalog: Catalog;
  readonly table: TableV2;
  readonly topic: ITopic;
}

/** Creates every Lambda, named in the template after its handler: `ReplaceTasks` for `replace-tasks`. */
export function createStageFunctions(
  scope: Construct,
  props: StageFunctionsProps,
): Readonly<Record<FunctionName, Lambda>> {
  const permissionScope = permissionScopeOf(Stack.of(scope), props);
  const allowed = permissions(permissionScope);
  const denied = deniedToAll(permissionScope);
  const create = (name: FunctionName): Lambda =>
    new StageFunction(scope, pascalCase(name), {
      directory: props.bundle.directory(name),
      description: FUNCTION_DESCRIPTIONS[name],
      environment: environmentOf(name, props),
      allowed: allowed[name],
      denied,
    }).function;
  const functions = FUNCTION_NAMES.map((name) => [name, create(name)] as const);
  return Object.fromEntries(functions) as Record<FunctionName, Lambda>;
}

function environmentOf(name: FunctionName, { table, topic }: StageFunctionsProps): Readonly<Record<string, string>> {
  // Only the reaper publishes by itself: for the others the state machine does, which does it once.
  return { TABLE_NAME: table.tableName, ...(name === 'reap' ? { TOPIC_ARN: topic.topicArn } : {}) };
}

function permissionScopeOf(stack: Stack, { catalog, table, topic }: StageFunctionsProps): PermissionScope {
  return {
    catalog,
    tableArn: table.tableArn,
    topicArn: topic.topicArn,
    arn: (service, resource) => `arn:${stack.partition}:${service}:${stack.region}:${stack.account}:${resource}`,
  };
}

function pascalCase(name: string): string {
  return name
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}
