/** The same small world in the lab and in moto: a service with tasks and targets, an alarm, a parameter, a topic. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';

export interface Clients {
  readonly ecs: ECSClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly ssm: SSMClient;
  readonly cloudwatch: CloudWatchClient;
  readonly sns: SNSClient;
}

/** What is called alike in both, and what each named itself. */
export interface World extends Clients {
  readonly cluster: 'shop';
  readonly service: 'checkout';
  readonly tasks: readonly string[];
  readonly taskDefinition: string;
  readonly targetGroup: string;
  readonly target: { readonly Id: string; readonly Port: number };
  readonly topic: string;
  /** An alarm on the CPU of the service. */
  readonly alarm: 'checkout-cpu';
  /** The last full minute, for which the CPU of the service is known. */
  readonly minute: Date;
  close(): Promise<void>;
}

export const ALARM_INPUT = {
  AlarmName: 'checkout-cpu',
  Namespace: 'AWS/ECS',
  MetricName: 'CPUUtilization',
  Dimensions: [
    { Name: 'ClusterName', Value: 'shop' },
    { Name: 'ServiceName', Value: 'checkout' },
  ],
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 80,
  ComparisonOperator: 'GreaterThanThreshold',
} as const;

export function clientsFor(endpoint: string): Clients {
  const settings = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'oracle', secretAccessKey: 'oracle' },
    maxAttempts: 1,
  };
  return {
    ecs: new ECSClient(settings),
    elb: new ElasticLoadBalancingV2Client(settings),
    ssm: new SSMClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    sns: new SNSClient(settings),
  };
}
