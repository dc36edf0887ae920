/**
 * The grants that the CDK adds with logs, tracing and failure destinations. The healer's lists do not name them, but a
 * reviewer asks about them. A test fails when a row here and a role differ.
 */
import type { Permission } from './permission.ts';

const BY_LAMBDA = 'The Lambda service does it before and after the code runs; the lab keeps its own logs and traces.';
const BY_STEP_FUNCTIONS =
  'The Step Functions service does it; the lab keeps its history without CloudWatch Logs and X-Ray.';

/** Granted with the tracing of a function. */
export const TRACING: Permission = {
  actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  resources: ['*'],
  why: 'Sends traces.',
  wildcard: 'X-Ray has no resources to name.',
  unexercised: { 'xray:PutTraceSegments': BY_LAMBDA, 'xray:PutTelemetryRecords': BY_LAMBDA },
};

/** Granted with the tracing of a state machine. */
export const MACHINE_TRACING: Permission = {
  actions: [...TRACING.actions, 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
  resources: ['*'],
  why: 'Sends traces, and asks which executions to trace.',
  wildcard: 'X-Ray has no resources to name.',
  unexercised: Object.fromEntries(
    [...TRACING.actions, 'xray:GetSamplingRules', 'xray:GetSamplingTargets'].map((one) => [one, BY_STEP_FUNCTIONS]),
  ),
};

const LOG_DELIVERY_ACTIONS = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

/** Granted with the logging of a state machine. */
export const LOG_DELIVERY: Permission = {
  actions: LOG_DELIVERY_ACTIONS,
  resources: ['*'],
  why: 'Sets up the log of the state machine.',
  wildcard: 'The log delivery API, through which a state machine sets up its own log, has no resources to name.',
  unexercised: Object.fromEntries(LOG_DELIVERY_ACTIONS.map((one) => [one, BY_STEP_FUNCTIONS])),
};

/** Granted to a function for its own log group. */
export function ownLog(logGroupArn: string): Permission {
  return {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroupArn],
    why: 'Writes its own log, and no other: the managed policy for Lambdas may write to every log group.',
    unexercised: { 'logs:CreateLogStream': BY_LAMBDA, 'logs:PutLogEvents': BY_LAMBDA },
  };
}

/** Granted to a function whose failed asynchronous calls are kept in a queue. */
export function failureDestination(queueArn: string): Permission {
  return {
    actions: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
    resources: [queueArn],
    why: 'Keeps an event that its code failed on three times.',
    unexercised: {
      'sqs:SendMessage': 'Only after three failures within two hours, which no scenario waits for.',
      'sqs:GetQueueAttributes': 'Granted by the CDK together with SendMessage.',
      'sqs:GetQueueUrl': 'Granted by the CDK together with SendMessage.',
    },
  };
}
