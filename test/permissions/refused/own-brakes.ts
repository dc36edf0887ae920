/** What stops the healer, and what it sees by: never its own to change. */
import { arn } from '../support/iam-requests.ts';
import { parameter } from '../support/calls.ts';
import type { Call } from '../support/calls.ts';

export const BRAKES: readonly Call[] = [
  {
    case: 'writes its own override',
    role: 'FlipToggle',
    action: 'ssm:PutParameter',
    resource: parameter('healer/mode'),
  },
  {
    case: 'writes the override of a service',
    role: 'FlipToggle',
    action: 'ssm:PutParameter',
    resource: parameter('healer/services/checkout/mode'),
  },
  {
    case: 'deletes its own override',
    role: 'ReplaceTasks',
    action: 'ssm:DeleteParameter',
    resource: parameter('healer/mode'),
  },
  {
    case: 'rewrites its own state machine',
    role: 'Workflow',
    action: 'states:UpdateStateMachine',
    resource: '<Workflow>',
  },
  {
    case: 'deletes its own state machine',
    role: 'Decide',
    action: 'states:DeleteStateMachine',
    resource: '<Workflow>',
  },
  { case: 'rewrites its own code', role: 'Decide', action: 'lambda:UpdateFunctionCode', resource: '<Decide>' },
  {
    case: 'gives itself more time and other settings',
    role: 'Decide',
    action: 'lambda:UpdateFunctionConfiguration',
    resource: '<Decide>',
  },
  {
    case: 'silences an alarm',
    role: 'Verify',
    action: 'cloudwatch:DisableAlarmActions',
    resource: arn('cloudwatch', 'alarm:healer-checkout-high-cpu-cpu'),
  },
  {
    case: 'sets an alarm to OK',
    role: 'Verify',
    action: 'cloudwatch:SetAlarmState',
    resource: arn('cloudwatch', 'alarm:healer-checkout-high-cpu-cpu'),
  },
  {
    case: 'deletes an alarm',
    role: 'Abandon',
    action: 'cloudwatch:DeleteAlarms',
    resource: arn('cloudwatch', 'alarm:healer-checkout-high-cpu-cpu'),
  },
  {
    case: 'moves the limit of an alarm',
    role: 'Decide',
    action: 'cloudwatch:PutMetricAlarm',
    resource: arn('cloudwatch', 'alarm:healer-checkout-high-cpu-cpu'),
  },
  {
    case: 'switches a rule off',
    role: 'Intake',
    action: 'events:DisableRule',
    resource: arn('events', 'rule/healer'),
  },
  {
    case: 'gives itself a policy',
    role: 'ReplaceTasks',
    action: 'iam:PutRolePolicy',
    resource: 'arn:aws:iam::123456789012:role/healer',
  },
  {
    case: 'gives another role a policy, as the state machine',
    role: 'Workflow',
    action: 'iam:AttachRolePolicy',
    resource: 'arn:aws:iam::123456789012:role/healer',
  },
  {
    case: 'takes on another role',
    role: 'RollBack',
    action: 'sts:AssumeRole',
    resource: 'arn:aws:iam::123456789012:role/admin',
  },
];
