/**
 * The request limits of AWS: token buckets for each account and region, shared by everybody in it. Rates come from the
 * ECS developer guide ("Request throttling"), the CloudWatch and Systems Manager quotas; an API that is not listed has
 * limits far above what the cloud ever sends.
 */
import type { Answers } from './answers.ts';
import { AwsError } from './aws-service.ts';

interface Limit {
  readonly service: string;
  readonly operations: readonly string[];
  readonly burst: number;
  readonly perSecond: number;
}

const ecs = (burst: number, perSecond: number, ...operations: readonly string[]): Limit => ({
  service: 'ecs',
  operations,
  burst,
  perSecond,
});
/** A quota in requests a second without a burst of its own. */
const quota = (service: string, perSecond: number, ...operations: readonly string[]): Limit => ({
  service,
  operations,
  burst: perSecond,
  perSecond,
});

const LIMITS: readonly Limit[] = [
  ecs(100, 40, 'StopTask'),
  ecs(100, 20, 'DescribeTasks', 'ListTasks', 'DescribeContainerInstances'),
  ecs(50, 5, 'UpdateService'),
  ecs(100, 20, 'DescribeServices'),
  ecs(50, 20, 'ListServiceDeployments', 'DescribeServiceDeployments', 'DescribeServiceRevisions'),
  ecs(200, 80, 'UpdateTaskProtection', 'GetTaskProtection'),
  ecs(50, 20, 'DescribeTaskDefinition'),
  quota('monitoring', 9, 'DescribeAlarms'),
  quota('monitoring', 3, 'PutMetricAlarm', 'PutCompositeAlarm'),
  quota('monitoring', 50, 'GetMetricData'),
  quota('ssm', 40, 'GetParameter', 'GetParameters', 'PutParameter'),
  quota('ssm', 10, 'GetCalendarState'),
];

/** What is left of a bucket where other applications of the account use it: `throttled`. */
const LEFT_SHARE = 0.1;

/** Takes the token of one call. @throws AwsError `ThrottlingException` when there is none */
export type Throttle = (service: string, operation: string) => void;

/** Full buckets. `now` is cloud time in milliseconds. */
export function createThrottle(now: () => number, answers: Answers): Throttle {
  const share = answers.plays('throttled') ? LEFT_SHARE : 1;
  const buckets = new Map<string, Bucket>();
  for (const limit of LIMITS) {
    const burst = Math.max(1, limit.burst * share);
    const bucket = { tokens: burst, at: now(), burst, perSecond: limit.perSecond * share };
    for (const operation of limit.operations) buckets.set(`${limit.service}:${operation}`, bucket);
  }
  return (service, operation) => {
    const bucket = buckets.get(`${service}:${operation}`);
    if (bucket === undefined || taken(bucket, now())) return;
    throw new AwsError('ThrottlingException', 'Rate exceeded');
  };
}

interface Bucket {
  tokens: number;
  at: number;
  readonly burst: number;
  readonly perSecond: number;
}

function taken(bucket: Bucket, now: number): boolean {
  bucket.tokens = Math.min(bucket.burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1_000) * bucket.perSecond);
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
