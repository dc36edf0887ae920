/** The requests the product makes, each as its adapters make it, and requests that have to be refused. */
import { DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { PublishCommand } from '@aws-sdk/client-sns';
import { GetParameterCommand, GetParametersCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { ALARM_INPUT, type World } from './world.ts';

export interface Request {
  /** The operation, and what is special about this use of it. */
  readonly name: string;
  send(world: World): Promise<object>;
}

const [cluster, service] = ['shop', 'checkout'] as const;
const PARAMETER = '/shop/recommendations';
const UNKNOWN_SERVICE = 'arn:aws:ecs:us-east-1:123456789012:service/shop/nobody';
const MINUTE_MS = 60_000;

const READS: readonly Request[] = [
  {
    name: 'ecs:DescribeServices',
    send: ({ ecs }) => ecs.send(new DescribeServicesCommand({ cluster, services: [service] })),
  },
  {
    name: 'ecs:DescribeServices of a service that is not there',
    send: ({ ecs }) => ecs.send(new DescribeServicesCommand({ cluster, services: ['nobody'] })),
  },
  {
    name: 'ecs:ListTasks',
    send: ({ ecs }) => ecs.send(new ListTasksCommand({ cluster, serviceName: service, desiredStatus: 'RUNNING' })),
  },
  {
    name: 'ecs:DescribeTasks',
    send: ({ ecs, tasks }) => ecs.send(new DescribeTasksCommand({ cluster, tasks: [...tasks] })),
  },
  {
    name: 'ecs:DescribeTasks of a task that is not there',
    send: ({ ecs }) => ecs.send(new DescribeTasksCommand({ cluster, tasks: ['0123456789abcdef0123456789abcdef'] })),
  },
  {
    name: 'ecs:DescribeTaskDefinition',
    send: ({ ecs, taskDefinition }) =>
      ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] })),
  },
  {
    name: 'ecs:ListServiceDeployments',
    send: ({ ecs }) => ecs.send(new ListServiceDeploymentsCommand({ cluster, service })),
  },
  {
    name: 'ecs:DescribeServiceDeployments',
    send: ({ ecs }) => ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [UNKNOWN_SERVICE] })),
  },
  {
    name: 'ecs:DescribeServiceRevisions',
    send: ({ ecs }) => ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns: [UNKNOWN_SERVICE] })),
  },
  {
    name: 'elasticloadbalancing:DescribeTargetHealth',
    send: ({ elb, targetGroup }) => elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroup })),
  },
  {
    name: 'cloudwatch:DescribeAlarms',
    send: ({ cloudwatch, alarm }) =>
      cloudwatch.send(
        new DescribeAlarmsCommand({
          AlarmNames: [alarm],
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          MaxRecords: 100,
        }),
      ),
  },
  {
    name: 'cloudwatch:DescribeAlarms of an alarm that is not there',
    send: ({ cloudwatch }) => cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['nothing'] })),
  },
  { name: 'cloudwatch:GetMetricData', send: (world) => metricData(world, 5) },
];

function metricData({ cloudwatch, minute }: World, minutes: number): Promise<object> {
  const { Namespace, MetricName, Dimensions, Period, Statistic: Stat } = ALARM_INPUT;
  const MetricStat = { Metric: { Namespace, MetricName, Dimensions: [...Dimensions] }, Period, Stat };
  return cloudwatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: [{ Id: 'r0', ReturnData: true, MetricStat }],
      StartTime: minute,
      EndTime: new Date(minute.getTime() + minutes * MINUTE_MS),
      ScanBy: 'TimestampAscending',
    }),
  );
}

const WRITES: readonly Request[] = [
  {
    name: 'ssm:PutParameter',
    send: ({ ssm }) => ssm.send(new PutParameterCommand({ Name: PARAMETER, Value: 'on', Type: 'String' })),
  },
  {
    name: 'ssm:PutParameter over it',
    send: ({ ssm }) => ssm.send(new PutParameterCommand({ Name: PARAMETER, Value: 'off', Overwrite: true })),
  },
  { name: 'ssm:GetParameter', send: ({ ssm }) => ssm.send(new GetParameterCommand({ Name: PARAMETER })) },
  {
    name: 'ssm:GetParameters',
    send: ({ ssm }) => ssm.send(new GetParametersCommand({ Names: [PARAMETER, '/nothing'] })),
  },
  {
    name: 'sns:Publish',
    send: ({ sns, topic }) => sns.send(new PublishCommand({ TopicArn: topic, Subject: 'healed', Message: 'checkout' })),
  },
  {
    name: 'elasticloadbalancing:DeregisterTargets',
    send: ({ elb, targetGroup, target }) =>
      elb.send(new DeregisterTargetsCommand({ TargetGroupArn: targetGroup, Targets: [target] })),
  },
  {
    name: 'elasticloadbalancing:RegisterTargets',
    send: ({ elb, targetGroup, target }) =>
      elb.send(new RegisterTargetsCommand({ TargetGroupArn: targetGroup, Targets: [target] })),
  },
  {
    name: 'ecs:UpdateService',
    send: ({ ecs }) => ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: 3 })),
  },
  {
    name: 'ecs:StopTask',
    send: ({ ecs, tasks }) => ecs.send(new StopTaskCommand({ cluster, task: tasks[0] ?? '', reason: 'healer: test' })),
  },
];

const REFUSED: readonly Request[] = [
  {
    name: 'ecs:DescribeServices in an unknown cluster',
    send: ({ ecs }) => ecs.send(new DescribeServicesCommand({ cluster: 'nowhere', services: [service] })),
  },
  {
    name: 'ecs:ListTasks in an unknown cluster',
    send: ({ ecs }) => ecs.send(new ListTasksCommand({ cluster: 'nowhere' })),
  },
  {
    name: 'ecs:UpdateService of an unknown service',
    send: ({ ecs }) => ecs.send(new UpdateServiceCommand({ cluster, service: 'nobody', desiredCount: 1 })),
  },
  {
    name: 'ecs:UpdateService to an unknown task definition',
    send: ({ ecs }) => ecs.send(new UpdateServiceCommand({ cluster, service, taskDefinition: 'nothing:1' })),
  },
  {
    name: 'ecs:StopTask of an unknown task',
    send: ({ ecs }) => ecs.send(new StopTaskCommand({ cluster, task: '0123456789abcdef0123456789abcdef' })),
  },
  {
    name: 'ecs:DescribeTaskDefinition of an unknown one',
    send: ({ ecs }) => ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'nothing:1' })),
  },
  {
    name: 'ssm:GetParameter of an unknown one',
    send: ({ ssm }) => ssm.send(new GetParameterCommand({ Name: '/nothing' })),
  },
  {
    name: 'ssm:PutParameter over one without saying so',
    send: ({ ssm }) => ssm.send(new PutParameterCommand({ Name: PARAMETER, Value: 'on', Type: 'String' })),
  },
  {
    name: 'ssm:PutParameter of a new one without a type',
    send: ({ ssm }) => ssm.send(new PutParameterCommand({ Name: '/shop/new', Value: 'on', Overwrite: true })),
  },
  {
    name: 'elasticloadbalancing:DescribeTargetHealth of an unknown group',
    send: ({ elb, targetGroup }) =>
      elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroup.replace(/.$/, 'x') })),
  },
  {
    name: 'sns:Publish to an unknown topic',
    send: ({ sns, topic }) => sns.send(new PublishCommand({ TopicArn: `${topic}-missing`, Message: 'x' })),
  },
  { name: 'cloudwatch:GetMetricData of no time', send: (world) => metricData(world, 0) },
];

/** In the order in which they have to be made: what is written first is read afterwards. */
export const REQUESTS: readonly Request[] = [...READS, ...WRITES, ...REFUSED];
