/**
 * What no role of the healer may do, whatever is granted to it later: change its override, stop its own signals, rewrite
 * itself, lose its records, cut off subscribers, or hand out rights. A denial wins over every grant, also over one made
 * elsewhere. Every row has a call in `test/permissions/refused` that only the denial stops.
 */
import { OVERRIDE_PARAMETER_PREFIX } from '../../core/vocabulary.ts';
import type { Permission, PermissionScope } from './permission.ts';

/** `passesRoles`: for the one role that deploys revisions, whose denial excepts what that needs. */
export function deniedToAll(scope: Pick<PermissionScope, 'arn'>, passesRoles = false): readonly Permission[] {
  return [
    {
      actions: ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:DeleteParameters', 'ssm:LabelParameterVersion'],
      resources: [scope.arn('ssm', `parameter${OVERRIDE_PARAMETER_PREFIX}/*`)],
      why: 'The brakes are for people: the healer can read its override, not write it.',
    },
    { actions: EYES, resources: ['*'], why: 'It cannot blind its own eyes, nor listen to what it was not told to.' },
    { actions: ITSELF, resources: ['*'], why: 'It cannot rewrite itself, stop itself, or let others run it.' },
    {
      actions: RECORDS,
      resources: ['*'],
      why: 'It cannot lose what it knows, what it could not handle, or what it did.',
    },
    { actions: LISTENERS, resources: ['*'], why: 'It cannot choose who is told, nor make their messages unreadable.' },
    {
      actions: PROGRAMS,
      resources: ['*'],
      why: 'It cannot make a program of its own, nor run one beside its services.',
    },
    { actions: ['sts:AssumeRole'], resources: ['*'], why: 'It cannot take on the rights of others.' },
    {
      actions: ['iam:*'],
      resources: ['*'],
      ...(passesRoles ? { conditions: { StringNotEquals: { 'iam:PassedToService': PASSED_TO } } } : {}),
      why: passesRoles
        ? 'It cannot hand out rights. What has no such key is denied, so that of all of IAM it may only pass a role to a task.'
        : 'It cannot hand out rights.',
    },
  ];
}

/** ECS assumes the roles of a task definition as this principal. */
export const PASSED_TO = 'ecs-tasks.amazonaws.com';

/** With a role to pass, each of these would allow running any code with any rights. */
const PROGRAMS = [
  'ecs:RegisterTaskDefinition',
  'ecs:RunTask',
  'ecs:StartTask',
  'ecs:CreateService',
  'ecs:CreateTaskSet',
  'ecs:ExecuteCommand',
];

const EYES = [
  'cloudwatch:DisableAlarmActions',
  'cloudwatch:DeleteAlarms',
  'cloudwatch:PutMetricAlarm',
  'cloudwatch:PutCompositeAlarm',
  'cloudwatch:PutAlarmMuteRule',
  'cloudwatch:SetAlarmState',
  'events:PutRule',
  'events:DisableRule',
  'events:DeleteRule',
  'events:PutTargets',
  'events:RemoveTargets',
];

const ITSELF = [
  'states:UpdateStateMachine',
  'states:DeleteStateMachine',
  'states:StopExecution',
  'lambda:UpdateFunction*',
  'lambda:DeleteFunction*',
  'lambda:PutFunction*',
  'lambda:AddPermission',
  'lambda:RemovePermission',
];

const RECORDS = [
  'dynamodb:DeleteTable',
  'dynamodb:UpdateTable',
  'dynamodb:UpdateTimeToLive',
  'dynamodb:UpdateContinuousBackups',
  'dynamodb:PutResourcePolicy',
  'sqs:PurgeQueue',
  'sqs:DeleteQueue',
  'sqs:SetQueueAttributes',
  'logs:DeleteLogGroup',
  'logs:DeleteLogStream',
  'logs:PutRetentionPolicy',
];

const LISTENERS = [
  'sns:Subscribe',
  'sns:Unsubscribe',
  'sns:SetTopicAttributes',
  'sns:SetSubscriptionAttributes',
  'sns:DeleteTopic',
  'kms:DisableKey',
  'kms:ScheduleKeyDeletion',
  'kms:PutKeyPolicy',
];
