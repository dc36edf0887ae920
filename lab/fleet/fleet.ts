/**
 * The patient: real services behind real load balancers under steady traffic, with buttons to make them ill
 * and a probe that knows the truth. The healer reaches it only through the API of the fake services.
 */
import type { ApiCall, AwsService } from 'loopback-aws/aws-service.ts';
import type { Cancel, Clock } from 'loopback-aws/clock.ts';
import type { EcsCloud } from 'loopback-aws/ecs/ecs.ts';
import { elasticLoadBalancing } from 'loopback-aws/elb/elb.ts';
import type { TargetGroup, Targets } from 'loopback-aws/elb/targets.ts';
import { CLUSTER, known, PLANS, type ReleaseKind, releaseOf, type ServiceName, SERVICES } from './catalogue.ts';
import { type ClusterOptions, startCluster, stopCluster } from './cluster.ts';
import { publishContainerMetrics } from './container-metrics.ts';
import { recordPastRequests, recordPastTasks } from './past.ts';
import type { FaultTarget } from './fault-injector.ts';
import type { ProcessRuntime } from './process-runtime.ts';
import type { Fault } from './protocol.ts';
import { steadyTraffic, type Traffic } from './traffic.ts';
import { probeTruth, type TruthProbe } from './truth.ts';

const REQUESTS_PER_SECOND = 10;
const READY_POLL_MS = 250;
/** Real time of a computer that keeps up, within which all tasks of the fleet must be healthy. */
const READY_TIMEOUT_MS = 30_000;

export interface FleetOptions extends ClusterOptions {
  /** Real requests per real second and service. */
  readonly requestsPerSecond?: number;
}

export interface Fleet {
  readonly cluster: typeof CLUSTER;
  readonly names: readonly ServiceName[];
  readonly ecs: EcsCloud;
  readonly targets: Targets;
  readonly runtime: ProcessRuntime;
  /** The `ecs` and `elasticloadbalancing` services, to be put behind the HTTP front. */
  readonly awsServices: readonly AwsService[];
  /** Without workers, which take no requests. */
  readonly urls: ReadonlyMap<ServiceName, string>;
  readonly probe: TruthProbe;
  /** Resolves when every service runs its desired count healthily; traffic starts then. */
  ready(): Promise<void>;
  inject(fault: Fault, target: FaultTarget): readonly string[];
  clear(service: ServiceName): void;
  /** Many more requests come, and costly ones, until the service is cleared. */
  crowd(service: ServiceName): void;
  /** Deploys a new release as a developer would; returns the ARN of its task definition. */
  release(service: ServiceName, kind: ReleaseKind): Promise<string>;
  traffic(service: ServiceName): Traffic;
  /** The target group that gets the requests of the service now. */
  serving(service: ServiceName): TargetGroup;
  stop(): Promise<void>;
}

/** Starts load balancers and services; await `ready()` before looking at them. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { clock, metrics } = options;
  const cluster = await startCluster(options);
  const { ecs, targets, runtime, balancers, faults } = cluster;
  const urls = new Map([...balancers].map(([name, balancer]) => [name, balancer.url]));
  const traffic = trafficTo(options, urls);
  const probe = probeTruth({ clock, state: ecs.state, targets, runtime });
  let stopMetrics: Cancel = () => undefined;
  const names = options.only ?? SERVICES;
  const parts = { cluster: CLUSTER, names, ecs, targets, runtime, urls, probe } as const;

  return {
    ...parts,
    awsServices: [ecs.service, elasticLoadBalancing(targets)],
    async ready() {
      await untilSteady(ecs, clock);
      for (const [name, balancer] of balancers) {
        const askers = 1 + names.filter((caller) => PLANS[caller].dependsOn === name).length;
        recordPastRequests(options, balancer.serving(), (askers * rateOf(options)) / clock.speed);
      }
      recordPastTasks(options, ecs.state);
      // The start, which takes minutes on a busy computer, is not on record: the fleet has run for days.
      stopMetrics = publishContainerMetrics({ clock, metrics, state: ecs.state, runtime });
      for (const stream of traffic.values()) stream.start();
    },
    inject: (fault, target) => faults.inject(fault, target),
    clear(service) {
      faults.clear(service);
      traffic.get(service)?.calm();
    },
    crowd: (service) => known(traffic.get(service), service).spike(),
    release: (service, kind) => release(ecs, clock, service, kind),
    traffic: (service) => known(traffic.get(service), service),
    serving: (service) => known(balancers.get(service), service).serving(),
    async stop() {
      for (const stream of traffic.values()) stream.stop();
      probe.stop();
      stopMetrics();
      await stopCluster(cluster);
    },
  };
}

/** Requests per real second and service. */
function rateOf({ requestsPerSecond = REQUESTS_PER_SECOND }: FleetOptions): number {
  return requestsPerSecond;
}

function trafficTo(options: FleetOptions, urls: ReadonlyMap<ServiceName, string>): ReadonlyMap<ServiceName, Traffic> {
  return new Map([...urls].map(([name, url]) => [name, steadyTraffic(options.clock, url, rateOf(options))]));
}

async function release(ecs: EcsCloud, clock: Clock, service: ServiceName, kind: ReleaseKind): Promise<string> {
  const number =
    [...ecs.state.taskDefinitions.values()].filter((definition) => definition.family === service).length + 1;
  const taskDefinition = ecs.registerTaskDefinition(releaseOf(service, number, kind));
  const input = { cluster: CLUSTER, service, taskDefinition };
  const call: ApiCall = { service: 'ecs', operation: 'UpdateService', caller: 'developer', at: clock.now(), input };
  await ecs.service.operations['UpdateService']?.(input, call);
  return taskDefinition;
}

async function untilSteady(ecs: EcsCloud, clock: Clock): Promise<void> {
  const deadline = clock.now() + READY_TIMEOUT_MS * clock.speed;
  while (![...ecs.state.services.values()].every((service) => service.steady)) {
    if (clock.now() > deadline) throw new Error('The services of the lab did not become healthy');
    await clock.sleep(READY_POLL_MS * clock.speed);
  }
}
