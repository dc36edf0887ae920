/**
 * The three services of the lab without processes: tasks that are always well, metrics that are always low. What a
 * healer finds in an account where nothing is wrong, in virtual time.
 */
import type { Answers } from 'loopback-aws/answers.ts';
import type { Cloud } from 'loopback-aws/cloud.ts';
import type { VirtualClock } from 'loopback-aws/clock.ts';
import type { MetricStore } from 'loopback-aws/cloudwatch/metric-store.ts';
import { elasticContainerService, type EcsCloud } from 'loopback-aws/ecs/ecs.ts';
import { tasksOf } from 'loopback-aws/ecs/state.ts';
import { elasticLoadBalancing } from 'loopback-aws/elb/elb.ts';
import { arnSuffix, targetRegistry, type TargetGroup, type Targets } from 'loopback-aws/elb/targets.ts';
import { fakeRuntime } from '../../lab-fleet/support/fake-runtime.ts';

const CLUSTER = 'lab';
/** In the order in which the lab numbers their target groups. */
const NAMES = ['user', 'order', 'payment'] as const;
const PUBLISH_MS = 10_000;
const HEALTH_CHECK_MS = 5_000;
const TASKS = 2;
/** As the lab's configuration lists them. */
const ROLES = 'arn:aws:iam::123456789012:role/shop';

export interface QuietShop {
  readonly ecs: EcsCloud;
  /** Metrics that are not published any more, by name. */
  readonly silent: Set<string>;
}

/** Starts the services in the cloud and publishes their metrics for as long as the clock runs. */
export function quietShop(cloud: Cloud, clock: VirtualClock, metrics: MetricStore, answers?: Answers): QuietShop {
  const targets = targetRegistry(clock);
  const runtime = fakeRuntime(clock);
  const { mayPassRole } = cloud.services.iam;
  const parts = { clock, emit: cloud.emit, runtime, targets, cluster: CLUSTER, mayPassRole };
  const ecs = elasticContainerService({ ...parts, ...(answers !== undefined && { answers }) });
  const silent = new Set<string>();
  cloud.register(ecs.service);
  cloud.register(elasticLoadBalancing(targets));
  for (const name of NAMES) {
    const group = createGroup(targets, name);
    ecs.createService({ name, desiredCount: TASKS, taskDefinitionArn: release(ecs, name), targetGroupArn: group.arn });
    clock.every(HEALTH_CHECK_MS, () => {
      for (const target of targets.checked(group.arn)) targets.checkResult(group.arn, target, true);
    });
    clock.every(PUBLISH_MS, () => publish({ clock, metrics, ecs, silent }, name, group));
  }
  return { ecs, silent };
}

function createGroup(targets: Targets, name: string): TargetGroup {
  const checks = { healthCheckIntervalSeconds: 5, healthyThreshold: 2, unhealthyThreshold: 2 };
  return targets.createGroup({ name, loadBalancer: name, deregistrationDelaySeconds: 10, ...checks });
}

function release(ecs: EcsCloud, family: string): string {
  return ecs.registerTaskDefinition({
    family,
    containerName: family,
    image: `${family}@sha256:1`,
    cpuUnits: 256,
    memoryMiB: 512,
    containerPort: 8080,
    environment: {},
    stopTimeoutSeconds: 30,
    taskRoleArn: `${ROLES}/${family}-task`,
    executionRoleArn: `${ROLES}/task-execution`,
    tags: {},
  });
}

interface Publishing {
  readonly clock: VirtualClock;
  readonly metrics: MetricStore;
  readonly ecs: EcsCloud;
  readonly silent: ReadonlySet<string>;
}

function publish({ clock, metrics, ecs, silent }: Publishing, name: string, group: TargetGroup): void {
  const put = (namespace: string, metric: string, dimensions: Record<string, string>, value: number): void => {
    // A sample belongs to the period that has just ended.
    if (!silent.has(metric)) metrics.put({ namespace, name: metric, dimensions }, [value], clock.now() - 1);
  };
  const service = { ClusterName: CLUSTER, ServiceName: name };
  put('AWS/ECS', 'CPUUtilization', service, 20);
  put('AWS/ECS', 'MemoryUtilization', service, 30);
  const balancer = { LoadBalancer: arnSuffix(group.loadBalancerArn), TargetGroup: arnSuffix(group.arn) };
  put('AWS/ApplicationELB', 'RequestCount', balancer, 100);
  put('AWS/ApplicationELB', 'UnHealthyHostCount', balancer, 0);
  put('AWS/ApplicationELB', 'HealthyHostCount', balancer, TASKS);
  put('AWS/ApplicationELB', 'TargetResponseTime', balancer, 0.05);
  put('ECS/ContainerInsights', 'RunningTaskCount', service, TASKS);
  put('ECS/ContainerInsights', 'DesiredTaskCount', service, TASKS);
  put('ECS/ContainerInsights', 'DeploymentCount', service, 1);
  for (const { arn } of tasksOf(ecs.state, name)) {
    const task = { ...service, TaskId: arn.split('/').at(-1) ?? '' };
    put('ECS/ContainerInsights', 'TaskCpuUtilization', task, 20);
    put('ECS/ContainerInsights', 'TaskMemoryUtilization', task, 30);
  }
}
