/** The ECS adapter keeps the contract over HTTP, against the lab's ECS and load balancer in virtual time. */
import { describe } from 'vitest';
import type { Clock, VirtualClock } from 'loopback-aws/clock.ts';
import { elasticContainerService, type EcsCloud } from 'loopback-aws/ecs/ecs.ts';
import type { TaskRuntime } from 'loopback-aws/ecs/task-runtime.ts';
import { elasticLoadBalancing } from 'loopback-aws/elb/elb.ts';
import { targetRegistry, type Targets } from 'loopback-aws/elb/targets.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { ecsServices } from '../../lambdas/adapters/ecs-services.ts';
import { awsEndpoint } from './aws-endpoint.ts';
import { SAMPLE_SERVICE } from './metrics.contract.ts';
import { START } from './samples.ts';
import { servicesContract, type ServicesSubject } from './services.contract.ts';

/** Processes that are up after two seconds and end when they are told to. */
function obedientTasks(clock: Clock): TaskRuntime {
  const ends = new Map<string, () => void>();
  return {
    start(launch, hooks) {
      ends.set(launch.taskId, () => hooks.exited({ exitCode: 143, outOfMemory: false }));
      clock.at(clock.now() + 2000, () => hooks.running());
    },
    signal(taskId) {
      ends.get(taskId)?.();
      ends.delete(taskId);
    },
    checkHealth(_taskId, onEnd) {
      onEnd(true);
      return () => undefined;
    },
  };
}

function definition(ecs: EcsCloud, revision: number): string {
  return ecs.registerTaskDefinition({
    family: 'checkout',
    containerName: 'checkout',
    image: `checkout@sha256:${revision}`,
    cpuUnits: 256,
    memoryMiB: 512,
    containerPort: 8080,
    environment: {},
    stopTimeoutSeconds: 30,
    taskRoleArn: 'arn:aws:iam::123456789012:role/checkout-task',
    executionRoleArn: 'arn:aws:iam::123456789012:role/task-execution',
    tags: { 'healer:schema': 'compatible' },
  });
}

/** Lets time pass second by second, every target passing its health checks. */
function passing(clock: VirtualClock, targets: Targets, group: string): (ms: number) => Promise<void> {
  return async (ms) => {
    for (let passed = 0; passed < ms; passed += 1000) {
      await clock.advance(1000);
      for (const target of targets.checked(group)) targets.checkResult(group, target, true);
    }
  };
}

async function make(): Promise<ServicesSubject> {
  const clock = virtualClock(START);
  const targets = targetRegistry(clock);
  const emit = (): void => undefined;
  const [runtime, mayPassRole] = [obedientTasks(clock), () => true];
  const ecs = elasticContainerService({ clock, emit, runtime, targets, cluster: 'shop', mayPassRole });
  const { arn } = targets.createGroup({
    name: 'checkout',
    loadBalancer: 'shop',
    deregistrationDelaySeconds: 30,
    healthCheckIntervalSeconds: 5,
    healthyThreshold: 2,
    unhealthyThreshold: 2,
  });
  const definitions = { older: definition(ecs, 1), present: definition(ecs, 2), next: definition(ecs, 3) };
  const day = 24 * 3_600_000;
  ecs.createService({
    name: 'checkout',
    taskDefinitionArn: definitions.present,
    desiredCount: 3,
    targetGroupArn: arn,
    history: [
      { taskDefinitionArn: definitions.older, at: START - 60 * day, finishedAt: START - 60 * day + 120_000 },
      { taskDefinitionArn: definitions.present, at: START - 30 * day, finishedAt: START - 30 * day + 120_000 },
    ],
  });
  const endpoint = await awsEndpoint(() => [ecs.service, elasticLoadBalancing(targets)], clock);
  const pass = passing(clock, targets, arn);
  await pass(120_000);
  const targetGroup = { arn, targetGroupDimension: 'targetgroup/x', loadBalancerDimension: 'app/x' };
  const close = async (): Promise<void> => {
    ecs.stop();
    await endpoint.close();
  };
  return { services: ecsServices(), entry: { ...SAMPLE_SERVICE, targetGroup }, definitions, pass, close };
}

describe('Services in ECS', () => {
  servicesContract(make);
});
