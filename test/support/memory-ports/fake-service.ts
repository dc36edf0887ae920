/** The state of one fake ECS service: plain and mutable, because a test is its god. It knows no rules. */
import type { ServiceEntry } from '../../../core/catalog/service.ts';
import { targetGroupsOf } from '../../../core/catalog/target-groups.ts';
import type { DeploymentRecord } from '../../../core/world/release.ts';
import type { ServiceSnapshot } from '../../../core/world/service.ts';
import type { TargetSnapshot } from '../../../core/world/target.ts';
import type { TaskSnapshot } from '../../../core/world/task.ts';

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

export interface FakeTask extends Mutable<TaskSnapshot> {
  readonly createdAt: number;
  /** An application keeps it from being scaled in until then. */
  protectedUntil?: number;
  /** When its end began; it is still there while it stops. */
  stoppingAt?: number;
}

export interface FakeTarget extends Mutable<TargetSnapshot> {
  /** When it came into its present state. */
  since: number;
}

/** A deployment in the service's history, with whether it still runs. */
export type FakeDeployment = Mutable<DeploymentRecord> & { readonly id: string; failedTasks?: number };

/** Durations in ms. */
export interface Pace {
  readonly startMs: number;
  readonly healthyMs: number;
  readonly stopMs: number;
  readonly drainMs: number;
}

export interface ServiceOptions {
  readonly desired: number;
  readonly taskDefinitionArn: string;
  readonly pace?: Partial<Pace>;
  /** How long ago the present task definition was deployed, ms; a month when absent. */
  readonly deployedAgoMs?: number;
}

export interface FakeService {
  readonly entry: ServiceEntry;
  readonly pace: Pace;
  readonly tasks: FakeTask[];
  readonly targets: FakeTarget[];
  /** Newest first; the first is the present one. */
  readonly deployments: FakeDeployment[];
  /** Target groups that ECS registers tasks in at present: one of each blue/green pair. */
  groups: readonly string[];
  status: string;
  controller: string;
  rollout: NonNullable<ServiceSnapshot['rollout']>;
  /** What ECS says of its kind beside all that. */
  kind: Pick<ServiceSnapshot, 'arn' | 'schedulingStrategy' | 'resourceManagement' | 'taskSets' | 'rebalancingSince'>;
  desired: number;
  /** New tasks never become running while this is set. */
  startsFail: boolean;
  tasksMade: number;
}

/** Port of every container. */
export const CONTAINER_PORT = 8080;

const PACE: Pace = { startMs: 30_000, healthyMs: 20_000, stopMs: 30_000, drainMs: 30_000 };
const MONTH = 30 * 24 * 3_600_000;

export function newService(entry: ServiceEntry, options: ServiceOptions, now: number): FakeService {
  const startedAt = now - (options.deployedAgoMs ?? MONTH);
  const first: FakeDeployment = {
    id: 'ecs-svc/1',
    arn: `arn:aws:ecs:eu-west-1:123456789012:service-deployment/${entry.cluster}/${entry.ecsService}/1`,
    status: 'SUCCESSFUL',
    startedAt,
    finishedAt: startedAt + 120_000,
    taskDefinitionArn: options.taskDefinitionArn,
  };
  return {
    entry,
    pace: { ...PACE, ...options.pace },
    tasks: [],
    targets: [],
    groups: targetGroupsOf(entry).map(({ arn }) => arn),
    deployments: [first],
    status: 'ACTIVE',
    controller: 'ECS',
    rollout: { strategy: 'ROLLING', hasHooks: false, minimumHealthyPercent: 100, maximumPercent: 200 },
    kind: {
      arn: `arn:aws:ecs:us-east-1:123456789012:service/${entry.cluster}/${entry.ecsService}`,
      schedulingStrategy: 'REPLICA',
      taskSets: [],
    },
    desired: options.desired,
    startsFail: false,
    tasksMade: 0,
  };
}

/** Makes a task of the present task definition: one that was `started` long ago with a healthy target, or a new one. */
export function startTask(service: FakeService, now: number, kind: 'started' | 'new'): void {
  service.tasksMade += 1;
  const number = service.tasksMade;
  const { cluster, ecsService } = service.entry;
  const ip = `10.0.${Math.floor(number / 250)}.${(number % 250) + 1}`;
  const task: FakeTask = {
    arn: `arn:aws:ecs:eu-west-1:123456789012:task/${cluster}/${ecsService}-${number}`,
    lastStatus: kind === 'started' ? 'RUNNING' : 'PENDING',
    desiredStatus: 'RUNNING',
    health: 'UNKNOWN',
    taskDefinitionArn: service.deployments[0]?.taskDefinitionArn ?? '',
    privateIp: ip,
    createdAt: now,
  };
  if (kind === 'started') {
    task.startedAt = now;
    for (const group of service.groups) {
      service.targets.push({ id: ip, port: CONTAINER_PORT, group, state: 'healthy', since: now });
    }
  }
  service.tasks.push(task);
}
