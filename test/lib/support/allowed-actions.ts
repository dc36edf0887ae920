/** Every action that each Lambda's role allows, and no other. */

export const ALWAYS = [
  'dynamodb:GetItem',
  'dynamodb:Query',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

export const STEP = [...ALWAYS, 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

export const REAP = [...STEP, 'sns:Publish', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'];

export const EXECUTIONS = ['states:DescribeExecution', 'states:StartExecution'];

export const LAST_MOMENT_CHECK = [
  'cloudwatch:DescribeAlarmContributors',
  'cloudwatch:DescribeAlarms',
  'ssm:GetParameters',
];

export const LAST_MOMENT_LOOK = [...LAST_MOMENT_CHECK, 'cloudwatch:GetMetricData'];

export const LOOK_AT_TASKS = [
  'ecs:DescribeContainerInstances',
  'ecs:DescribeServices',
  'ecs:DescribeTasks',
  'ecs:ListTasks',
  'elasticloadbalancing:DescribeTargetHealth',
];

export const RELEASES = [
  'ecs:DescribeServiceDeployments',
  'ecs:DescribeServiceRevisions',
  'ecs:ListServiceDeployments',
];

export const LOOK_AT_RELEASES = [...RELEASES, 'ecs:DescribeTaskDefinition', 'ecs:ListTagsForResource'];

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
