/**
 * The three services of the lab in virtual time, without processes: tasks that can be made to burn their CPU, features and
 * releases that can be made to fail, and the metrics that ECS and the load balancer would make of it. What is true is known
 * here and nowhere else, so that a heal can be judged by it.
 */
import { type Answers } from 'loopback-aws/answers.ts';
import type { Cloud } from 'loopback-aws/cloud.ts';
import type { VirtualClock } from 'loopback-aws/clock.ts';
import type { MetricStore } from 'loopback-aws/cloudwatch/metric-store.ts';
import { elasticContainerService, type EcsCloud } from 'loopback-aws/ecs/ecs.ts';
import { type Task, tasksOf } from 'loopback-aws/ecs/state.ts';
import { elasticLoadBalancing } from 'loopback-aws/elb/elb.ts';
import { arnSuffix, targetRegistry, type TargetGroup, type Targets } from 'loopback-aws/elb/targets.ts';
import { PLANS, releaseOf, type ReleaseKind, SERVICES, type ServiceName } from '../../../lab/fleet/catalogue.ts';
import { recordPastRequests } from '../../../lab/fleet/past.ts';
import { fakeRuntime } from '../../lab-fleet/support/fake-runtime.ts';

const CLUSTER = 'lab';
const PUBLISH_MS = 10_000;
const HEALTH_CHECK_MS = 5_000;
const DAY_MS = 86_400_000;
/** How long each release of the past took to roll out. */
const ROLL_MS = 180_000;
/** Requests of a service in one period. */
const REQUESTS = 100;
const CPU = { idle: 20, burning: 99 } as const;

export interface FailingShop {
  readonly ecs: EcsCloud;
  /** Ids of tasks that burn their CPU for as long as they run. */
  readonly burning: Set<string>;
  /** The share of its requests that a service fails now, 0 to 1. */
  readonly failing: Map<ServiceName, () => number>;
  running(service: ServiceName): readonly Task[];
  release(service: ServiceName, kind: ReleaseKind): Promise<void>;
}

interface Surroundings {
  readonly cloud: Cloud;
  readonly clock: VirtualClock;
  readonly metrics: MetricStore;
  readonly answers: Answers;
}

/** Starts the services in the cloud and publishes their metrics for as long as the clock runs. */
export function failingShop({ cloud, clock, metrics, answers }: Surroundings): FailingShop {
  const targets = targetRegistry(clock);
  const { iam } = cloud.services;
  const settings = { clock, emit: cloud.emit, runtime: fakeRuntime(clock), targets, cluster: CLUSTER, answers };
  const ecs = elasticContainerService({ ...settings, mayPassRole: (caller, role) => iam.mayPassRole(caller, role) });
  const burning = new Set<string>();
  const failing: FailingShop['failing'] = new Map();
  cloud.register(ecs.service);
  cloud.register(elasticLoadBalancing(targets));
  for (const name of SERVICES) {
    const group = createGroup(targets, name);
    createService(ecs, clock, { name, group });
    recordPastRequests({ clock, metrics }, group, (REQUESTS / PUBLISH_MS) * 1_000);
    clock.every(HEALTH_CHECK_MS, () => {
      for (const target of targets.checked(group.arn)) targets.checkResult(group.arn, target, true);
    });
    clock.every(PUBLISH_MS, () => publish({ clock, metrics, ecs, targets, burning, failing }, name, group));
  }
  return {
    ecs,
    burning,
    failing,
    running: (service) => tasksOf(ecs.state, service).filter(runs),
    async release(service, kind) {
      const taskDefinition = ecs.registerTaskDefinition(releaseOf(service, 3, kind));
      const input = { cluster: CLUSTER, service, taskDefinition };
      const call = { service: 'ecs', operation: 'UpdateService', caller: 'developer', at: clock.now(), input };
      await ecs.service.operations['UpdateService']?.(input, call);
    },
  };
}

const runs = (task: Task): boolean => task.lastStatus === 'RUNNING' && task.desiredStatus === 'RUNNING';

function createGroup(targets: Targets, name: string): TargetGroup {
  const checks = { healthCheckIntervalSeconds: 5, healthyThreshold: 2, unhealthyThreshold: 2 };
  return targets.createGroup({ name, loadBalancer: name, deregistrationDelaySeconds: 10, ...checks });
}

/** Two releases of the past, so that a rollback has a target. */
function createService(
  ecs: EcsCloud,
  clock: VirtualClock,
  { name, group }: { readonly name: ServiceName; readonly group: TargetGroup },
): void {
  const history = [4, 2].map((days, index) => {
    const at = clock.now() - days * DAY_MS;
    const taskDefinitionArn = ecs.registerTaskDefinition(releaseOf(name, index + 1, 'good'), at);
    return { taskDefinitionArn, at, finishedAt: at + ROLL_MS };
  });
  const taskDefinitionArn = history.at(-1)?.taskDefinitionArn ?? '';
  const { desiredCount } = PLANS[name];
  ecs.createService({ name, desiredCount, taskDefinitionArn, history, targetGroupArn: group.arn });
}

type Publishing = Pick<Surroundings, 'clock' | 'metrics'> &
  Pick<FailingShop, 'ecs' | 'burning' | 'failing'> & { readonly targets: Targets };

/** One period; a count of errors is silent when there were none. */
function publish(
  { clock, metrics, ecs, targets, burning, failing }: Publishing,
  name: ServiceName,
  group: TargetGroup,
): void {
  const put = (namespace: string, metric: string, dimensions: Record<string, string>, values: readonly number[]) => {
    // A sample belongs to the period that has just ended.
    if (values.length > 0) metrics.put({ namespace, name: metric, dimensions }, values, clock.now() - 1);
  };
  const running = tasksOf(ecs.state, name).filter(runs);
  const service = { ClusterName: CLUSTER, ServiceName: name };
  const cpuOf = ({ id }: Task): number => (burning.has(id) ? CPU.burning : CPU.idle);
  put('AWS/ECS', 'CPUUtilization', service, running.map(cpuOf));
  put(
    'AWS/ECS',
    'MemoryUtilization',
    service,
    running.map(() => 40),
  );
  put('ECS/ContainerInsights', 'RunningTaskCount', service, [running.length]);
  put('ECS/ContainerInsights', 'DesiredTaskCount', service, [ecs.state.services.get(name)?.desiredCount ?? 0]);
  put('ECS/ContainerInsights', 'DeploymentCount', service, [ecs.state.services.get(name)?.deployments.length ?? 0]);
  for (const task of running) {
    const one = { ...service, TaskId: task.id };
    put('ECS/ContainerInsights', 'TaskCpuUtilization', one, [cpuOf(task)]);
    put('ECS/ContainerInsights', 'TaskMemoryUtilization', one, [40]);
  }
  const balancer = { LoadBalancer: arnSuffix(group.loadBalancerArn), TargetGroup: arnSuffix(group.arn) };
  const states = targets.checked(group.arn).map((target) => targets.state(group.arn, target));
  const errors = Math.round((failing.get(name)?.() ?? 0) * REQUESTS);
  put('AWS/ApplicationELB', 'RequestCount', balancer, [REQUESTS]);
  put('AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', balancer, errors > 0 ? [errors] : []);
  put('AWS/ApplicationELB', 'TargetResponseTime', balancer, [0.05]);
  put('AWS/ApplicationELB', 'HealthyHostCount', balancer, [states.filter((state) => state === 'healthy').length]);
  put('AWS/ApplicationELB', 'UnHealthyHostCount', balancer, [states.filter((state) => state === 'unhealthy').length]);
}
