/**
 * Who may do what: one list of permissions for each Lambda, and for each remedy exactly the writes it needs. A remedy
 * without a row does not compile. Every wildcard says why it is there; every function is denied the healer's own brakes.
 */
import type { Catalog, ServiceEntry } from '../core/catalog.ts';
import { OVERRIDE_PARAMETER_PREFIX, overrideParameterName } from '../core/vocabulary.ts';
import type { ActionKind } from '../core/vocabulary.ts';
import { forActions } from './functions.ts';
import type { FunctionName } from './functions.ts';

/** Conditions by operator and key, as IAM takes them. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
  /** Why a wildcard among the resources is as narrow as it gets; required where there is one. */
  readonly wildcard?: string;
}

/** What the ARNs are made of; tokens at synth. */
export interface PermissionScope {
  readonly catalog: Catalog;
  readonly tableArn: string;
  readonly topicArn: string;
  /** ARN of a resource of this account and region: `arn('ecs', 'cluster/shop')`. */
  readonly arn: (service: string, resource: string) => string;
}

/** What each function may do. A list without resources (no toggles, no target groups) is left out. */
export function permissions(scope: PermissionScope): Readonly<Record<FunctionName, readonly Permission[]>> {
  const table = tablePermission(scope);
  const action = (kind: ActionKind) =>
    useful([table, readOverride(scope), readAlarms(), ...ACTION_PERMISSIONS[kind](scope)]);
  return {
    intake: [table],
    decide: useful([
      table,
      readOverride(scope),
      readAlarms(),
      readMetrics(),
      readService(scope),
      ...readTasks(scope),
      ...readTargets(scope),
      ...readReleases(scope),
      readToggles(scope),
    ]),
    ...forActions(action),
    verify: useful([table, readAlarms(), readMetrics(), readService(scope)]),
    learn: [table],
    close: [table],
    abandon: [table],
    reap: [table, { actions: ['sns:Publish'], resources: [scope.topicArn] }],
  };
}

/**
 * What no function of the healer may do, whatever else is granted later: move its own brakes, blind its own eyes,
 * rewrite itself, or hand out rights.
 */
export function deniedToAll(scope: PermissionScope): readonly Permission[] {
  return [
    {
      actions: ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:DeleteParameters', 'ssm:LabelParameterVersion'],
      resources: [scope.arn('ssm', `parameter${OVERRIDE_PARAMETER_PREFIX}/*`)],
    },
    {
      actions: [
        'cloudwatch:DisableAlarmActions',
        'cloudwatch:DeleteAlarms',
        'cloudwatch:PutMetricAlarm',
        'cloudwatch:PutCompositeAlarm',
        'cloudwatch:PutAlarmMuteRule',
        'cloudwatch:SetAlarmState',
        'events:DisableRule',
        'events:DeleteRule',
        'events:RemoveTargets',
        'states:UpdateStateMachine',
        'states:DeleteStateMachine',
        'lambda:UpdateFunction*',
        'lambda:DeleteFunction',
        'iam:*',
      ],
      resources: ['*'],
    },
  ];
}

/** What each remedy may do beyond the last-moment check of override and alarm: what it looks at, and its writes. */
const ACTION_PERMISSIONS: Readonly<Record<ActionKind, (scope: PermissionScope) => readonly Permission[]>> = {
  replaceTasks: (scope) => [
    readService(scope),
    ...readTasks(scope),
    ...readTargets(scope),
    {
      actions: ['ecs:StopTask'],
      resources: tasks(scope),
      conditions: onRegisteredClusters(scope),
      wildcard:
        'The ARN of a task does not name its service; the Lambda stops only tasks it has just listed for the service.',
    },
    {
      actions: ['ecs:UpdateService'],
      resources: services(scope),
      // A request that names a task definition would be a deployment: replacing changes the number of tasks only.
      conditions: { ...onRegisteredClusters(scope), Null: { 'ecs:task-definition': 'true' } },
    },
    {
      actions: ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
      resources: targetGroups(scope),
    },
  ],
  flipToggle: (scope) => [readToggles(scope), { actions: ['ssm:PutParameter'], resources: toggleParameters(scope) }],
  rollBack: (scope) => [
    readService(scope),
    ...readTasks(scope),
    ...readTargets(scope),
    {
      actions: ['ecs:UpdateService'],
      resources: services(scope),
      // Only to an exact revision of this account: neither "whatever is newest" nor a bare change of the task count.
      conditions: {
        ...onRegisteredClusters(scope),
        ArnLike: { 'ecs:task-definition': scope.arn('ecs', 'task-definition/*:*') },
      },
    },
  ],
};

function tablePermission(scope: PermissionScope): Permission {
  return {
    // No Scan, no DeleteItem: nothing is ever deleted but by its time to live.
    actions: [
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:ConditionCheckItem',
    ],
    resources: [scope.tableArn],
  };
}

function readOverride(scope: PermissionScope): Permission {
  return {
    actions: ['ssm:GetParameters'],
    resources: [overrideParameterName(), overrideParameterName('*')].map((name) => parameter(scope, name)),
    wildcard: "One parameter for each service; a list of hundreds would not fit a role's policy.",
  };
}

function readAlarms(): Permission {
  return {
    actions: ['cloudwatch:DescribeAlarms'],
    resources: ['*'],
    wildcard: 'Read only: composite alarms are found with * only.',
  };
}

function readMetrics(): Permission {
  return {
    actions: ['cloudwatch:GetMetricData'],
    resources: ['*'],
    wildcard: 'Read only: GetMetricData has no resources.',
  };
}

function readService(scope: PermissionScope): Permission {
  return {
    actions: ['ecs:DescribeServices'],
    resources: inClusters(scope, 'service'),
    conditions: onRegisteredClusters(scope),
    wildcard: READ_IN_CLUSTER,
  };
}

function readTasks(scope: PermissionScope): readonly Permission[] {
  return [
    {
      actions: ['ecs:DescribeTasks'],
      resources: tasks(scope),
      conditions: onRegisteredClusters(scope),
      wildcard: 'Read only: tasks come and go, their ids are not known at synth.',
    },
    {
      actions: ['ecs:ListTasks'],
      resources: ['*'],
      conditions: onRegisteredClusters(scope),
      wildcard:
        'Read only, fenced by the cluster: the resource of ListTasks is a container instance, Fargate has none.',
    },
  ];
}

function readTargets(scope: PermissionScope): readonly Permission[] {
  if (targetGroups(scope).length === 0) return [];
  return [
    {
      actions: ['elasticloadbalancing:DescribeTargetHealth'],
      resources: ['*'],
      wildcard: 'Read only: the action has no resources.',
    },
  ];
}

function readReleases(scope: PermissionScope): readonly Permission[] {
  return [
    {
      actions: ['ecs:ListServiceDeployments', 'ecs:DescribeServiceDeployments', 'ecs:DescribeServiceRevisions'],
      resources: ['service', 'service-deployment', 'service-revision'].flatMap((kind) => inClusters(scope, kind)),
      wildcard: READ_IN_CLUSTER,
    },
    {
      actions: ['ecs:DescribeTaskDefinition'],
      resources: ['*'],
      wildcard: 'Read only: the action has no resources.',
    },
  ];
}

/** Reads name clusters, not services: three ARNs of each service would not fit a role's policies beyond a few dozen. */
const READ_IN_CLUSTER = 'Read only, in clusters with registered services; writes name every single service.';

function inClusters(scope: PermissionScope, kind: string): readonly string[] {
  return clusters(scope).map((cluster) => scope.arn('ecs', `${kind}/${cluster}/*`));
}

function readToggles(scope: PermissionScope): Permission {
  return { actions: ['ssm:GetParameter'], resources: toggleParameters(scope) };
}

/** ARNs in one statement: a managed policy holds 6,144 characters, and a statement cannot be split over two. */
const RESOURCES_PER_STATEMENT = 30;

/** Without statements about nothing, and with long ones in parts that each fit a policy. */
function useful(all: readonly Permission[]): readonly Permission[] {
  return all.flatMap((permission) => {
    const parts = Math.ceil(permission.resources.length / RESOURCES_PER_STATEMENT);
    return Array.from({ length: parts }, (_, part) => ({
      ...permission,
      resources: permission.resources.slice(part * RESOURCES_PER_STATEMENT, (part + 1) * RESOURCES_PER_STATEMENT),
    }));
  });
}

function registered(scope: PermissionScope): readonly ServiceEntry[] {
  return Object.values(scope.catalog.services);
}

function path(service: ServiceEntry): string {
  return `${service.cluster}/${service.ecsService}`;
}

function services(scope: PermissionScope): readonly string[] {
  return registered(scope).map((one) => scope.arn('ecs', `service/${path(one)}`));
}

function clusters(scope: PermissionScope): readonly string[] {
  return unique(registered(scope).map((one) => one.cluster));
}

function tasks(scope: PermissionScope): readonly string[] {
  return clusters(scope).map((cluster) => scope.arn('ecs', `task/${cluster}/*`));
}

function onRegisteredClusters(scope: PermissionScope): Conditions {
  return { ArnEquals: { 'ecs:cluster': clusters(scope).map((cluster) => scope.arn('ecs', `cluster/${cluster}`)) } };
}

function targetGroups(scope: PermissionScope): readonly string[] {
  return unique(registered(scope).flatMap((one) => (one.targetGroup === undefined ? [] : [one.targetGroup.arn])));
}

function toggleParameters(scope: PermissionScope): readonly string[] {
  const names = registered(scope).flatMap((one) => one.toggles.map((toggle) => toggle.parameter));
  return unique(names).map((name) => parameter(scope, name));
}

/** The ARN of a parameter has no second slash before a name that begins with one. */
function parameter(scope: PermissionScope, name: string): string {
  return scope.arn('ssm', `parameter/${name.replace(/^\//, '')}`);
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
