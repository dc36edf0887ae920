/** The patient in ministack: an ECS service of one task, its CPU as CloudWatch would have it, and the alarm's event. */
import { PutMetricDataCommand, SetAlarmStateCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type ECSClient,
} from '@aws-sdk/client-ecs';
import { alarmName } from '../../../core/catalog/catalog.ts';

export const ALARM = alarmName('healer', 'user', 'high-cpu', 'cpu');
const PERIOD_MS = 10_000;
const SICK = 99;
const WELL = 20;

export interface ShopClients {
  readonly ecs: ECSClient;
  readonly cloudwatch: CloudWatchClient;
}

/** Creates the service; returns the ARN of its task. */
export async function openShop({ ecs }: ShopClients): Promise<string> {
  await ecs.send(new CreateClusterCommand({ clusterName: 'shop' }));
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'user',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'web', image: 'nginx@sha256:1', essential: true }],
    }),
  );
  await ecs.send(
    new CreateServiceCommand({
      cluster: 'shop',
      serviceName: 'user',
      taskDefinition: taskDefinition?.taskDefinitionArn,
      desiredCount: 1,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    }),
  );
  const [task] = await tasksOf({ ecs });
  if (task === undefined) throw new Error('the service has no task');
  return task;
}

export async function tasksOf({ ecs }: Pick<ShopClients, 'ecs'>): Promise<readonly string[]> {
  return (await ecs.send(new ListTasksCommand({ cluster: 'shop', serviceName: 'user' }))).taskArns ?? [];
}

/** Puts the CPU of the periods up to now: high as long as the sick task runs. */
export async function putCpu({ cloudwatch }: ShopClients, sick: boolean): Promise<void> {
  const last = Math.floor(Date.now() / PERIOD_MS) * PERIOD_MS;
  const Dimensions = [
    { Name: 'ClusterName', Value: 'shop' },
    { Name: 'ServiceName', Value: 'user' },
  ];
  const MetricData = [0, 1].map((before) => ({
    MetricName: 'CPUUtilization',
    Dimensions,
    Timestamp: new Date(last - before * PERIOD_MS),
    Value: sick ? SICK : WELL,
    StorageResolution: 1,
  }));
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'AWS/ECS', MetricData }));
}

export async function setAlarm({ cloudwatch }: ShopClients, StateValue: 'ALARM' | 'OK'): Promise<void> {
  await cloudwatch.send(new SetAlarmStateCommand({ AlarmName: ALARM, StateValue, StateReason: 'set by a test' }));
}
