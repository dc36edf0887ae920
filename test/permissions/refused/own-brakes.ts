/** What stops the healer, and what it sees by: never its own to change. */
import { arn } from '../support/iam-input.ts';
import { parameter, type Call } from '../support/calls.ts';

const OVERRIDE_AND_EYES: readonly Call[] = [
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
    case: 'asks itself to undo a heal',
    role: 'FlipToggle',
    action: 'ssm:PutParameter',
    resource: parameter('healer/undo/20260115T030000-checkout-0d14d22e'),
  },
  {
    case: 'takes back what a person asked to undo',
    role: 'Intake',
    action: 'ssm:DeleteParameter',
    resource: parameter('healer/undo/20260115T030000-checkout-0d14d22e'),
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
  {
    case: 'gives itself a policy, though it may pass a role',
    role: 'RollBack',
    action: 'iam:PutRolePolicy',
    resource: 'arn:aws:iam::123456789012:role/healer',
  },
  {
    case: 'makes a role, though it may pass one',
    role: 'RollBack',
    action: 'iam:CreateRole',
    resource: 'arn:aws:iam::123456789012:role/healer',
  },
  {
    case: 'passes a role to a Lambda',
    role: 'RollBack',
    action: 'iam:PassRole',
    resource: 'arn:aws:iam::123456789012:role/shop/checkout-task',
    context: { 'iam:PassedToService': 'lambda.amazonaws.com' },
  },
  ...(['Decide', 'ReplaceTasks', 'Workflow'] as const).map((role) => ({
    case: `passes a role to a task, as ${role}`,
    role,
    action: 'iam:PassRole',
    resource: 'arn:aws:iam::123456789012:role/shop/checkout-task',
    context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
  })),
];

/** With a role to pass, each would be a way to run anything under any role. */
const PROGRAMS: readonly Call[] = [
  { case: 'registers a task definition', action: 'ecs:RegisterTaskDefinition', resource: '*' },
  { case: 'runs a task', action: 'ecs:RunTask', resource: arn('ecs', 'task-definition/checkout-task:7') },
  { case: 'starts a task', action: 'ecs:StartTask', resource: arn('ecs', 'task-definition/checkout-task:7') },
  { case: 'makes a service', action: 'ecs:CreateService', resource: arn('ecs', 'service/shop/other') },
  { case: 'makes a task set', action: 'ecs:CreateTaskSet', resource: arn('ecs', 'task-set/shop/checkout/1') },
  { case: 'enters a task', action: 'ecs:ExecuteCommand', resource: arn('ecs', 'task/shop/0123456789abcdef') },
].map((call) => ({ ...call, role: 'RollBack' }));

const RULE = arn('events', 'rule/healer');
const LOG = arn('logs', 'log-group:/aws/lambda/healer-decide');
const KEY = arn('kms', 'key/0f9d1c1e-5a2b-4c3d-8e4f-123456789abc');

/** What keeps it running, what it knows, and who hears of it. */
const ITSELF_AND_RECORDS: readonly Call[] = [
  {
    case: 'deletes overrides, several at once',
    role: 'Close',
    action: 'ssm:DeleteParameters',
    resource: parameter('healer/mode'),
  },
  {
    case: 'labels a version of its own override',
    role: 'FlipToggle',
    action: 'ssm:LabelParameterVersion',
    resource: parameter('healer/mode'),
  },
  {
    case: 'moves the rule of a composite alarm',
    role: 'Decide',
    action: 'cloudwatch:PutCompositeAlarm',
    resource: arn('cloudwatch', 'alarm:Failing-healer-checkout'),
  },
  {
    case: 'mutes an alarm',
    role: 'Verify',
    action: 'cloudwatch:PutAlarmMuteRule',
    resource: arn('cloudwatch', 'alarm-mute-rule:quiet'),
  },
  { case: 'changes a rule', role: 'Intake', action: 'events:PutRule', resource: RULE },
  { case: 'deletes a rule', role: 'Intake', action: 'events:DeleteRule', resource: RULE },
  { case: 'sends a rule elsewhere', role: 'Intake', action: 'events:PutTargets', resource: RULE },
  { case: 'takes the targets from a rule', role: 'Intake', action: 'events:RemoveTargets', resource: RULE },
  {
    case: 'stops a heal that is under way',
    role: 'Learn',
    action: 'states:StopExecution',
    resource: arn('states', 'execution:healer:one'),
  },
  {
    case: 'loses what the reaper cannot do',
    role: 'Reap',
    action: 'lambda:PutFunctionEventInvokeConfig',
    resource: '<Reap>',
  },
  {
    case: "takes away where the reaper's failures go",
    role: 'Reap',
    action: 'lambda:DeleteFunctionEventInvokeConfig',
    resource: '<Reap>',
  },
  { case: 'lets no other function run', role: 'Widget', action: 'lambda:PutFunctionConcurrency', resource: '<Intake>' },
  { case: 'deletes its own code', role: 'Abandon', action: 'lambda:DeleteFunction', resource: '<Decide>' },
  { case: 'lets others run it', role: 'Decide', action: 'lambda:AddPermission', resource: '<Decide>' },
  {
    case: 'keeps EventBridge from running the reaper',
    role: 'Decide',
    action: 'lambda:RemovePermission',
    resource: '<Reap>',
  },
  {
    case: 'gives up its table, whatever it is granted',
    role: 'Learn',
    action: 'dynamodb:DeleteTable',
    resource: '<Table>',
  },
  { case: 'changes its table', role: 'Learn', action: 'dynamodb:UpdateTable', resource: '<Table>' },
  { case: 'forgets sooner', role: 'Learn', action: 'dynamodb:UpdateTimeToLive', resource: '<Table>' },
  {
    case: 'switches off the backup of its table',
    role: 'Learn',
    action: 'dynamodb:UpdateContinuousBackups',
    resource: '<Table>',
  },
  { case: 'shares its table', role: 'Learn', action: 'dynamodb:PutResourcePolicy', resource: '<Table>' },
  { case: 'empties the dead-letter queue', role: 'Workflow', action: 'sqs:PurgeQueue', resource: '<DeadLetters>' },
  { case: 'deletes the dead-letter queue', role: 'Workflow', action: 'sqs:DeleteQueue', resource: '<DeadLetters>' },
  {
    case: 'shortens how long letters are kept',
    role: 'Workflow',
    action: 'sqs:SetQueueAttributes',
    resource: '<DeadLetters>',
  },
  { case: 'deletes its log', role: 'Decide', action: 'logs:DeleteLogGroup', resource: LOG },
  {
    case: 'deletes a part of its log',
    role: 'Decide',
    action: 'logs:DeleteLogStream',
    resource: `${LOG}:log-stream:1`,
  },
  { case: 'shortens how long its log is kept', role: 'Decide', action: 'logs:PutRetentionPolicy', resource: LOG },
  { case: 'subscribes an address', role: 'Reap', action: 'sns:Subscribe', resource: '<Topic>' },
  { case: 'unsubscribes the pager', role: 'Reap', action: 'sns:Unsubscribe', resource: '<Topic>' },
  { case: 'opens its topic to others', role: 'Reap', action: 'sns:SetTopicAttributes', resource: '<Topic>' },
  {
    case: 'changes what a subscriber gets',
    role: 'Reap',
    action: 'sns:SetSubscriptionAttributes',
    resource: '<Topic>',
  },
  { case: 'deletes its topic', role: 'Reap', action: 'sns:DeleteTopic', resource: '<Topic>' },
  { case: 'disables the key of its messages', role: 'Reap', action: 'kms:DisableKey', resource: KEY },
  { case: 'deletes the key of its messages', role: 'Reap', action: 'kms:ScheduleKeyDeletion', resource: KEY },
  { case: 'gives away the key of its messages', role: 'Reap', action: 'kms:PutKeyPolicy', resource: KEY },
];

export const BRAKES: readonly Call[] = [...OVERRIDE_AND_EYES, ...ITSELF_AND_RECORDS, ...PROGRAMS];
