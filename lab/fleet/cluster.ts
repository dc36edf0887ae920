/**
 * The cluster the fleet lives in: fake ECS and target groups, real processes and real load balancers, wired together,
 * with services of the catalogue and a past of two releases each.
 */
import type { Answers } from 'loopback-aws/answers.ts';
import type { Emit } from 'loopback-aws/aws-event.ts';
import type { Clock } from 'loopback-aws/clock.ts';
import type { MetricStore } from 'loopback-aws/cloudwatch/metric-store.ts';
import { type EcsCloud, elasticContainerService } from 'loopback-aws/ecs/ecs.ts';
import type { BlueGreen, MayPassRole } from 'loopback-aws/ecs/state.ts';
import type { TaskLaunch } from 'loopback-aws/ecs/task-runtime.ts';
import { type TargetGroup, targetRegistry, type Targets } from 'loopback-aws/elb/targets.ts';
import {
  ALL_SERVICES,
  CLUSTER,
  DEFECT_VARIABLE,
  known,
  PLANS,
  releaseOf,
  type ServiceName,
  SERVICES,
} from './catalogue.ts';
import { type FaultInjector, faultInjector } from './fault-injector.ts';
import { type LoadBalancer, startLoadBalancer } from './load-balancer.ts';
import { type ProcessRuntime, processRuntime } from './process-runtime.ts';
import { DEFECTS, type ProcessSettings } from './protocol.ts';

const DAY_MS = 86_400_000;
/** How long each release of the past took to roll out. */
const ROLL_MS = 180_000;
/** What ECS moves traffic with. */
const LOAD_BALANCER_ROLE = 'arn:aws:iam::123456789012:role/shop/ecs-load-balancer';

export interface ClusterOptions {
  readonly clock: Clock;
  readonly emit: Emit;
  readonly metrics: MetricStore;
  /** Parameter Store endpoint for the feature toggles; without it features are always on. */
  readonly parameterEndpoint?: string;
  /** Parameter of each service's toggle; `/lab/<service>/toggle` by default. */
  readonly toggles?: Readonly<Partial<Record<ServiceName, string>>>;
  /** Parameter that switches the cache of a service; on, where there is none. */
  readonly cacheToggles?: Readonly<Partial<Record<ServiceName, string>>>;
  readonly only?: readonly ServiceName[];
  /** What ECS plays. */
  readonly answers?: Answers;
  /** Which role may deploy a release; absent where IAM cannot be asked. */
  readonly mayPassRole?: MayPassRole;
}

export interface Cluster {
  readonly ecs: EcsCloud;
  readonly targets: Targets;
  readonly runtime: ProcessRuntime;
  readonly faults: FaultInjector;
  readonly balancers: ReadonlyMap<ServiceName, LoadBalancer>;
}

/** Name of the parameter that holds the feature toggle of a service. */
export const toggleParameter = (service: ServiceName): string => `/lab/${service}/toggle`;

/** Starts the load balancers, then the services behind them. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { clock, metrics, emit, only = SERVICES } = options;
  const targets = targetRegistry(clock);
  const balancers = new Map<ServiceName, LoadBalancer>();
  const ways = new Map<ServiceName, Way>();
  const faults = faultInjector(
    () => ecs.state,
    (taskId, command) => runtime.command(taskId, command),
  );
  const runtime = processRuntime({
    settingsFor: (launch) => settingsOf(options, launch, balancers),
    onListening: ({ service, taskId }) => faults.greet(service, taskId),
  });
  const { answers, mayPassRole } = options;
  const settings = { mayPassRole, ...(answers !== undefined && { answers }) };
  const ecs = elasticContainerService({ clock, emit, runtime, targets, cluster: CLUSTER, ...settings });
  const portOf = (privateIp: string): number | undefined => runtime.portOf(privateIp);
  for (const name of only.filter((one) => PLANS[one].worker !== true)) {
    const reached = reachable(targets, name);
    ways.set(name, reached);
    const { group, pair } = reached;
    balancers.set(name, await startLoadBalancer({ clock, targets, group, pair, metrics, portOf }));
  }
  for (const name of only) createService(ecs, clock, { name, way: ways.get(name) });
  return { ecs, targets, runtime, faults, balancers };
}

/** Ends everything, the processes last. */
export async function stopCluster({ ecs, balancers, runtime }: Cluster): Promise<void> {
  ecs.stop();
  await Promise.all([...balancers.values()].map((balancer) => balancer.close()));
  await runtime.stop();
}

function settingsOf(
  options: ClusterOptions,
  launch: TaskLaunch,
  balancers: ReadonlyMap<ServiceName, LoadBalancer>,
): ProcessSettings {
  const service = known(
    ALL_SERVICES.find((name) => name === launch.service),
    launch.service,
  );
  const { dependsOn } = PLANS[service];
  const dependencyUrl = dependsOn === undefined ? undefined : balancers.get(dependsOn)?.url;
  const endpoint = options.parameterEndpoint;
  const cacheToggle = options.cacheToggles?.[service];
  const defect = DEFECTS.find((one) => one === launch.environment[DEFECT_VARIABLE]);
  return {
    service,
    speed: options.clock.speed,
    slowness: options.clock.speed / options.clock.pace(),
    cpuUnits: launch.cpuUnits,
    memoryMiB: launch.memoryMiB,
    ...(dependencyUrl !== undefined && { dependencyUrl }),
    ...(endpoint !== undefined && {
      toggle: { endpoint, parameter: options.toggles?.[service] ?? toggleParameter(service) },
      ...(cacheToggle !== undefined && { cacheToggle: { endpoint, parameter: cacheToggle } }),
    }),
    ...(defect !== undefined && { defect }),
  };
}

/** How a service is reached: its target group, and the other one of the pair where its deployments are blue/green. */
interface Way {
  readonly group: TargetGroup;
  readonly pair: { readonly alternate: TargetGroup; readonly rule: string } | undefined;
}

function reachable(targets: Targets, name: ServiceName): Way {
  if (PLANS[name].bakeTimeInMinutes === undefined) {
    return { group: createGroup(targets, name, name), pair: undefined };
  }
  const group = createGroup(targets, name, `${name}-blue`);
  const alternate = createGroup(targets, name, `${name}-green`);
  return { group, pair: { alternate, rule: targets.rules.create(group.loadBalancerArn, group.arn) } };
}

function createGroup(targets: Targets, loadBalancer: ServiceName, name: string): TargetGroup {
  return targets.createGroup({
    name,
    loadBalancer,
    deregistrationDelaySeconds: 10,
    healthCheckIntervalSeconds: 5,
    healthyThreshold: 2,
    unhealthyThreshold: 3,
  });
}

function blueGreenOf({ pair }: Way, bakeTimeInMinutes: number | undefined): BlueGreen | undefined {
  if (pair === undefined || bakeTimeInMinutes === undefined) return undefined;
  return {
    alternateTargetGroupArn: pair.alternate.arn,
    productionListenerRule: pair.rule,
    roleArn: LOAD_BALANCER_ROLE,
    bakeTimeInMinutes,
  };
}

/** Two releases of the past, so that a rollback has somewhere to go and guards about bake time have something to read. */
function createService(
  ecs: EcsCloud,
  clock: Clock,
  of: { readonly name: ServiceName; readonly way: Way | undefined },
): void {
  const history = [4, 2].map((days, index) => {
    const at = clock.now() - days * DAY_MS;
    return {
      taskDefinitionArn: ecs.registerTaskDefinition(releaseOf(of.name, index + 1, 'good'), at),
      at,
      finishedAt: at + ROLL_MS,
    };
  });
  const { desiredCount, bakeTimeInMinutes } = PLANS[of.name];
  ecs.createService({
    name: of.name,
    taskDefinitionArn: history.at(-1)?.taskDefinitionArn ?? '',
    desiredCount,
    history,
    ...(of.way !== undefined && {
      targetGroupArn: of.way.group.arn,
      blueGreen: blueGreenOf(of.way, bakeTimeInMinutes),
    }),
  });
}
