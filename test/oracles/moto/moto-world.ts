/** The world in moto: its server on the loopback interface, and the AWS CLI to build what the product never creates. */
import { join } from 'node:path';
import { PutMetricAlarmCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { PythonPart } from '../install/parts.ts';
import { awsCli, type AwsCli, type Json } from '../servers/aws-cli.ts';
import { motoServer } from '../servers/moto.ts';
import { ALARM_INPUT, clientsFor, type World } from './world.ts';

const MINUTE_MS = 60_000;
const TARGET = { Id: '172.31.0.20', Port: 8080 };
const CONTAINER = {
  name: 'web',
  image: 'nginx@sha256:1',
  essential: true,
  // moto adds up what containers ask for, and stumbles over one that asks for nothing.
  memory: 512,
  portMappings: [{ containerPort: TARGET.Port }],
};

export async function motoWorld(python: PythonPart, workspace: string): Promise<World> {
  const { endpoint, close } = await motoServer(python, workspace);
  const aws = awsCli(python, { endpoint, home: join(workspace, 'moto-home') });
  const clients = clientsFor(endpoint);
  const minute = new Date(Math.floor(Date.now() / MINUTE_MS - 1) * MINUTE_MS);
  const { MetricName, Dimensions, Namespace } = ALARM_INPUT;
  const MetricData = [{ MetricName, Dimensions: [...Dimensions], Timestamp: minute, Value: 99 }];
  await clients.cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
  await clients.cloudwatch.send(new PutMetricAlarmCommand({ ...ALARM_INPUT, Dimensions: [...Dimensions] }));
  const subnets = objects((await aws('ec2', 'describe-subnets'))['Subnets']);
  const subnetIds = subnets.slice(0, 2).map(({ SubnetId }) => String(SubnetId));
  const targetGroup = await balancer(aws, subnetIds, String(subnets[0]?.['VpcId']));
  return {
    ...clients,
    cluster: 'shop',
    service: 'checkout',
    ...(await container(aws, { subnetIds, targetGroup })),
    targetGroup,
    target: TARGET,
    topic: String((await aws('sns', 'create-topic', '--name', 'healer'))['TopicArn']),
    alarm: 'checkout-cpu',
    minute,
    close,
  };
}

async function balancer(aws: AwsCli, subnetIds: readonly string[], vpcId: string): Promise<string> {
  const { LoadBalancers: made } = await aws(
    'elbv2',
    'create-load-balancer',
    '--name',
    'shop',
    '--subnets',
    ...subnetIds,
  );
  const group = ['--name', 'checkout', '--protocol', 'HTTP', '--port', '80', '--target-type', 'ip', '--vpc-id', vpcId];
  const { TargetGroups: groups } = await aws('elbv2', 'create-target-group', ...group);
  const arn = String(objects(groups)[0]?.['TargetGroupArn']);
  const forward = ['--default-actions', `Type=forward,TargetGroupArn=${arn}`];
  const balancerArn = ['--load-balancer-arn', String(objects(made)[0]?.['LoadBalancerArn'])];
  await aws('elbv2', 'create-listener', ...balancerArn, '--protocol', 'HTTP', '--port', '80', ...forward);
  const targets = ['--target-group-arn', arn, '--targets', `Id=${TARGET.Id},Port=${TARGET.Port}`];
  await aws('elbv2', 'register-targets', ...targets);
  return arn;
}

async function container(
  aws: AwsCli,
  { subnetIds, targetGroup }: { readonly subnetIds: readonly string[]; readonly targetGroup: string },
): Promise<Pick<World, 'tasks' | 'taskDefinition'>> {
  // moto stumbles over a network without security groups, which ECS allows.
  const [group] = objects((await aws('ec2', 'describe-security-groups'))['SecurityGroups']);
  const inside = `subnets=[${subnetIds.join(',')}],securityGroups=[${String(group?.['GroupId'])}]`;
  const network = ['--network-configuration', `awsvpcConfiguration={${inside}}`];
  await aws('ecs', 'create-cluster', '--cluster-name', 'shop');
  const definition = {
    family: 'checkout',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [CONTAINER],
    tags: [{ key: 'healer:schema', value: 'compatible' }],
  };
  const registered = await aws('ecs', 'register-task-definition', '--cli-input-json', JSON.stringify(definition));
  const taskDefinition = String((registered['taskDefinition'] as Json)['taskDefinitionArn']);
  const run = ['--cluster', 'shop', '--task-definition', taskDefinition, '--launch-type', 'FARGATE', ...network];
  const balancers = `targetGroupArn=${targetGroup},containerName=web,containerPort=${TARGET.Port}`;
  const service = ['--service-name', 'checkout', '--desired-count', '2', '--load-balancers', balancers];
  await aws('ecs', 'create-service', ...run, ...service);
  const own = ['--count', '2', '--group', 'service:checkout', '--started-by', 'checkout'];
  const { tasks } = await aws('ecs', 'run-task', ...run, ...own);
  return { taskDefinition, tasks: objects(tasks).map(({ taskArn }) => String(taskArn)) };
}

function objects(value: unknown): readonly Json[] {
  if (!Array.isArray(value)) throw new Error(`no list: ${JSON.stringify(value)}`);
  return value as readonly Json[];
}
