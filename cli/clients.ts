/**
 * The AWS clients of the check. The SDK finds region, credentials, profile and endpoint (`AWS_ENDPOINT_URL`) as always;
 * this file only sets retries and timeouts.
 */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECSClient } from '@aws-sdk/client-ecs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';

export interface Clients {
  readonly cloudformation: CloudFormationClient;
  readonly cloudwatch: CloudWatchClient;
  readonly dynamodb: DynamoDBClient;
  readonly ecs: ECSClient;
  readonly events: EventBridgeClient;
  readonly iam: IAMClient;
  readonly states: SFNClient;
  readonly sns: SNSClient;
  readonly ssm: SSMClient;
}

/** IAM and CloudFormation allow a handful of calls a second: a wait is better than a failed check. */
const ATTEMPTS_MAX = 6;
const CONNECTION_TIMEOUT_MS = 5_000;
/** A simulation of a long policy takes seconds. */
const REQUEST_TIMEOUT_MS = 20_000;

/** Clients for `region`, or for the SDK's default region. */
export function createClients(region?: string): Clients {
  const settings = {
    maxAttempts: ATTEMPTS_MAX,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
    ...(region !== undefined && { region }),
  };
  return {
    cloudformation: new CloudFormationClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    dynamodb: new DynamoDBClient(settings),
    ecs: new ECSClient(settings),
    events: new EventBridgeClient(settings),
    iam: new IAMClient(settings),
    states: new SFNClient(settings),
    sns: new SNSClient(settings),
    ssm: new SSMClient(settings),
  };
}
