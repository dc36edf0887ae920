/** Every action that each Lambda's role allows, and no other. */

const ALWAYS = [
  'dynamodb:GetItem',
  'dynamodb:Query',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

const STEP = [...ALWAYS, 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

const REAP = [...STEP, 'sns:Publish', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'];

const EXECUTIONS = ['states:DescribeExecution', 'states:StartExecution'];

const LAST_MOMENT_CHECK = ['cloudwatch:DescribeAlarmContributors', 'cloudwatch:DescribeAlarms', 'ssm:GetParameters'];

const LAST_MOMENT_LOOK = [...LAST_MOMENT_CHECK, 'cloudwatch:GetMetricData'];

const LOOK_AT_TASKS = [
  'ecs:DescribeContainerInstances',
  'ecs:DescribeServices',
  'ecs:DescribeTasks',
  'ecs:ListTasks',
  'elasticloadbalancing:DescribeTargetHealth',
];

const RELEASES = ['ecs:DescribeServiceDeployments', 'ecs:DescribeServiceRevisions', 'ecs:ListServiceDeployments'];

const LOOK_AT_RELEASES = [...RELEASES, 'ecs:DescribeTaskDefinition', 'ecs:ListTagsForResource'];

export const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  Intake: [...ALWAYS, 'dynamodb:PutItem', 'ecs:DescribeServices', 'ssm:GetParameters'],
  Decide: [
    ...STEP,
    ...LAST_MOMENT_LOOK,
    ...LOOK_AT_TASKS,
    ...LOOK_AT_RELEASES,
    'ecs:GetTaskProtection',
    'ssm:GetParameter',
  ],
  ReplaceTasks: [
    ...STEP,
    ...LAST_MOMENT_LOOK,
    ...LOOK_AT_TASKS,
    'ecs:GetTaskProtection',
    'ecs:StopTask',
    'ecs:UpdateService',
    'elasticloadbalancing:DeregisterTargets',
    'elasticloadbalancing:RegisterTargets',
  ],
  FlipToggle: [...STEP, ...LAST_MOMENT_LOOK, 'ssm:GetParameter', 'ssm:PutParameter'],
  RollBack: [...STEP, ...LAST_MOMENT_LOOK, ...LOOK_AT_TASKS, 'ecs:UpdateService'],
  ScaleOut: [...STEP, ...LAST_MOMENT_LOOK, ...LOOK_AT_TASKS, 'ecs:UpdateService'],
  Verify: [...STEP, ...LAST_MOMENT_LOOK, 'ecs:DescribeServices'],
  Learn: STEP,
  Close: STEP,
  Abandon: STEP,
  Widget: ALWAYS,
  Reap: REAP,
  Sweep: [...REAP, ...LAST_MOMENT_CHECK, 'cloudwatch:ListAlarmMuteRules', ...EXECUTIONS],
};
