/**
 * The targets of target groups and their state, without HTTP: registration, health and draining as Elastic Load
 * Balancing documents them. The reverse proxy asks where it may send requests, ECS registers its tasks, and the API
 * shows the same state.
 */
import { AwsError, ACCOUNT, REGION } from '../aws-service.ts';
import type { Clock } from '../clock.ts';
import { type ListenerRules, listenerRules } from './listener-rules.ts';

export interface Target {
  /** Private IP address of the task. */
  readonly id: string;
  readonly port: number;
}

export type TargetState = 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused';

export interface TargetGroupOptions {
  readonly name: string;
  readonly loadBalancer: string;
  readonly deregistrationDelaySeconds: number;
  readonly healthCheckIntervalSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

interface Registered {
  readonly target: Target;
  state: Exclude<TargetState, 'unused'>;
  /** Consecutive health checks that contradict the state. */
  streak: number;
  /** Cloud time since which the state holds. */
  since: number;
}

export interface TargetGroup extends TargetGroupOptions {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly registered: Map<string, Registered>;
}

export interface Targets {
  readonly groups: ReadonlyMap<string, TargetGroup>;
  readonly rules: ListenerRules;
  /** Creates a target group behind a load balancer, which is created with its first one. */
  createGroup(options: TargetGroupOptions): TargetGroup;
  /** Throws `TargetGroupNotFound`. */
  group(arn: string): TargetGroup;
  register(arn: string, target: Target): void;
  /** Starts draining: no new requests; the target is gone after the deregistration delay. */
  deregister(arn: string, target: Target): void;
  state(arn: string, target: Target): TargetState;
  /** For how long a target has been draining, or Infinity where it is not registered at all; 0 in service. */
  awayMs(arn: string, target: Target): number;
  /** Targets for the next request: the healthy ones, or all registered ones when none is healthy (fail open). */
  routable(arn: string): readonly Target[];
  /** Targets whose health is checked. */
  checked(arn: string): readonly Target[];
  /** Records one health check. */
  checkResult(arn: string, target: Target, ok: boolean): void;
}

const keyOf = (target: Target): string => `${target.id}:${target.port}`;
const prefix = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}`;

/** The part of an ARN that CloudWatch uses as dimension value. */
export const arnSuffix = (arn: string): string => (arn.split(':').at(-1) ?? arn).replace(/^loadbalancer\//, '');

/** No target groups yet. */
export function targetRegistry(clock: Clock): Targets {
  const groups = new Map<string, TargetGroup>();
  const group = (arn: string): TargetGroup => {
    const found = groups.get(arn);
    if (found === undefined) throw new AwsError('TargetGroupNotFound', `Target group '${arn}' not found`);
    return found;
  };
  const active = (arn: string): Registered[] =>
    [...group(arn).registered.values()].filter((entry) => entry.state !== 'draining');

  return {
    groups,
    rules: listenerRules(),
    group,
    createGroup(options) {
      const created = newGroup(options, [...groups.values()]);
      groups.set(created.arn, created);
      return created;
    },
    register(arn, target) {
      const { registered } = group(arn);
      const present = registered.get(keyOf(target));
      if (present !== undefined && present.state !== 'draining') return;
      registered.set(keyOf(target), { target, state: 'initial', streak: 0, since: clock.now() });
    },
    deregister: (arn, target) => drain(clock, group(arn), target),
    state: (arn, target) => group(arn).registered.get(keyOf(target))?.state ?? 'unused',
    awayMs: (arn, target) => awayMs(group(arn).registered.get(keyOf(target)), clock.now()),
    routable(arn) {
      const candidates = active(arn);
      const healthy = candidates.filter((entry) => entry.state === 'healthy');
      return (healthy.length > 0 ? healthy : candidates).map((entry) => entry.target);
    },
    checked: (arn) => active(arn).map((entry) => entry.target),
    checkResult(arn, target, ok) {
      const found = group(arn);
      const entry = found.registered.get(keyOf(target));
      if (entry !== undefined && entry.state !== 'draining') count(found, entry, ok, clock.now());
    },
  };
}

function awayMs(entry: Registered | undefined, now: number): number {
  if (entry === undefined) return Infinity;
  return entry.state === 'draining' ? now - entry.since : 0;
}

function newGroup(options: TargetGroupOptions, others: readonly TargetGroup[]): TargetGroup {
  const id = (others.length + 1).toString(16).padStart(16, '0');
  const arn = `${prefix}:targetgroup/${options.name}/${id}`;
  const beside = others.find(({ loadBalancer }) => loadBalancer === options.loadBalancer);
  const loadBalancerArn = beside?.loadBalancerArn ?? `${prefix}:loadbalancer/app/${options.loadBalancer}/${id}`;
  return { ...options, arn, loadBalancerArn, registered: new Map() };
}

function drain(clock: Clock, { registered, deregistrationDelaySeconds }: TargetGroup, target: Target): void {
  const entry = registered.get(keyOf(target));
  if (entry === undefined || entry.state === 'draining') return;
  Object.assign(entry, { state: 'draining', since: clock.now() });
  clock.at(clock.now() + deregistrationDelaySeconds * 1000, () => {
    if (registered.get(keyOf(target)) === entry) registered.delete(keyOf(target));
  });
}

/** A new target is healthy after one passed check; afterwards the thresholds count. */
function count(group: TargetGroup, entry: Registered, ok: boolean, now: number): void {
  if (entry.state === (ok ? 'healthy' : 'unhealthy')) {
    entry.streak = 0;
    return;
  }
  entry.streak = entry.state === 'initial' && ok ? group.healthyThreshold : entry.streak + 1;
  if (entry.streak < (ok ? group.healthyThreshold : group.unhealthyThreshold)) return;
  Object.assign(entry, { state: ok ? 'healthy' : 'unhealthy', streak: 0, since: now });
}
