/** The world in the lab: its fake services in virtual time, behind its front. */
import { cloudWatch } from 'loopback-aws/cloudwatch/cloudwatch.ts';
import { createDispatcher } from 'loopback-aws/dispatch.ts';
import { elasticContainerService } from 'loopback-aws/ecs/ecs.ts';
import { elasticLoadBalancing } from 'loopback-aws/elb/elb.ts';
import { targetRegistry } from 'loopback-aws/elb/targets.ts';
import { startFront } from 'loopback-aws/front.ts';
import { createSns } from 'loopback-aws/sns.ts';
import { createSsm } from 'loopback-aws/ssm.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { ALARM_INPUT, clientsFor, type World } from './world.ts';
import { ListTasksCommand } from '@aws-sdk/client-ecs';

const START = Date.UTC(2026, 10, 21, 12);
const MINUTE_MS = 60_000;
const TARGET_GROUP = {
  name: 'checkout',
  loadBalancer: 'shop',
  deregistrationDelaySeconds: 30,
  healthCheckIntervalSeconds: 5,
  healthyThreshold: 2,
  unhealthyThreshold: 2,
};
const TASK_DEFINITION = {
  family: 'checkout',
  containerName: 'web',
  image: 'nginx@sha256:1',
  cpuUnits: 256,
  memoryMiB: 512,
  containerPort: 8080,
  environment: {},
  stopTimeoutSeconds: 30,
  tags: { 'healer:schema': 'compatible' },
};

export async function labWorld(): Promise<World> {
  const clock = virtualClock(START);
  const targets = targetRegistry(clock);
  const runtime = {
    start: (_launch: unknown, hooks: { running(): void }) => void clock.at(clock.now() + 1000, () => hooks.running()),
    signal: () => undefined,
    checkHealth: () => () => undefined,
  };
  const ecs = elasticContainerService({ clock, emit: () => undefined, runtime, targets, cluster: 'shop' });
  const { arn: targetGroup } = targets.createGroup(TARGET_GROUP);
  const taskDefinition = ecs.registerTaskDefinition(TASK_DEFINITION);
  ecs.createService({
    name: 'checkout',
    taskDefinitionArn: taskDefinition,
    desiredCount: 2,
    targetGroupArn: targetGroup,
  });
  const watch = cloudWatch(clock, () => undefined);
  watch.putMetricAlarm(ALARM_INPUT);
  const sns = createSns(clock);
  const dispatcher = createDispatcher(clock);
  for (const service of [ecs.service, elasticLoadBalancing(targets), watch.service, sns.service, createSsm(clock)]) {
    dispatcher.register(service);
  }
  const front = await startFront(dispatcher, 0, (error) => {
    throw error;
  });
  for (let passed = 0; passed < 2 * MINUTE_MS; passed += 1000) await clock.advance(1000);
  const dimensions = Object.fromEntries(ALARM_INPUT.Dimensions.map(({ Name, Value }) => [Name, Value]));
  const minute = new Date(START + MINUTE_MS);
  watch.metrics.put({ namespace: 'AWS/ECS', name: 'CPUUtilization', dimensions }, [99], minute.getTime());
  const clients = clientsFor(front.endpoint);
  const { taskArns: tasks = [] } = await clients.ecs.send(new ListTasksCommand({ cluster: 'shop' }));
  const [first] = targets.checked(targetGroup);
  if (first === undefined) throw new Error('the service has no target');
  return {
    ...clients,
    cluster: 'shop',
    service: 'checkout',
    tasks,
    taskDefinition,
    targetGroup,
    target: { Id: first.id, Port: first.port },
    topic: sns.createTopic('healer'),
    alarm: 'checkout-cpu',
    minute,
    async close() {
      ecs.stop();
      watch.stop();
      await front.close();
    },
  };
}
