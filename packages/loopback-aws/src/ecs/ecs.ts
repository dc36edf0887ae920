/**
 * The fake ECS put together: one cluster, the API, and what only the cloud may do (register task definitions, create
 * services with a history, push an image). With `readLagMs` reads answer from the past, as the real, eventually
 * consistent API may.
 */
import { type Answers, answersOf } from '../answers.ts';
import type { AwsService } from '../aws-service.ts';
import type { Emit } from '../aws-event.ts';
import type { Clock } from '../clock.ts';
import type { Targets } from '../elb/targets.ts';
import { addRevision, addServiceDeployment, roll } from './deployments.ts';
import { takeTraffic } from './blue-green.ts';
import { ecsOperations } from './ecs-operations.ts';
import { reconcileAll, SCHEDULER_MS } from './scheduler.ts';
import {
  type BlueGreen,
  type Ecs,
  ecsArn,
  type EcsState,
  type MayPassRole,
  type Service,
  type TaskDefinition,
} from './state.ts';
import type { TaskRuntime } from './task-runtime.ts';

export interface EcsOptions {
  readonly clock: Clock;
  readonly emit: Emit;
  readonly runtime: TaskRuntime;
  readonly targets: Targets;
  readonly cluster: string;
  /** Cloud time by which reads lag behind; 0 is strong consistency. */
  readonly readLagMs?: number;
  readonly answers?: Answers;
  /** Asks IAM; without it, no task definition that names a role can be deployed. */
  readonly mayPassRole?: MayPassRole | undefined;
}

export type NewTaskDefinition = Omit<TaskDefinition, 'revision' | 'arn' | 'status' | 'registeredAt'>;

export interface NewService {
  readonly name: string;
  readonly taskDefinitionArn: string;
  readonly desiredCount: number;
  readonly targetGroupArn?: string;
  readonly blueGreen?: BlueGreen | undefined;
  readonly controller?: Service['controller'];
  readonly minimumHealthyPercent?: number;
  readonly maximumPercent?: number;
  readonly circuitBreaker?: Service['circuitBreaker'];
  readonly gracePeriodSeconds?: number;
  readonly tags?: Readonly<Record<string, string>>;
  /** Successful deployments of the past, oldest first; the last one is of `taskDefinitionArn`. Empty: it starts now. */
  readonly history?: readonly {
    readonly taskDefinitionArn: string;
    readonly at: number;
    readonly finishedAt: number;
  }[];
}

export interface EcsCloud {
  readonly service: AwsService;
  readonly state: EcsState;
  /** Registers the next revision of a family; `at` seeds a registration of the past. Returns its ARN. */
  registerTaskDefinition(definition: NewTaskDefinition, at?: number): string;
  createService(service: NewService): Service;
  /** Makes a mutable tag point to another digest from the next deployment on. */
  pushImage(image: string, digest: string): void;
  stop(): void;
}

/** An ECS with one empty cluster. */
export function elasticContainerService(options: EcsOptions): EcsCloud {
  const { clock, readLagMs = 0 } = options;
  const state: EcsState = {
    cluster: options.cluster,
    taskDefinitions: new Map(),
    services: new Map(),
    tasks: new Map(),
    tagDigests: new Map(),
  };
  const { emit, runtime, targets, mayPassRole, answers = answersOf() } = options;
  const ecs: Ecs = { clock, emit, runtime, targets, state, answers, mayPassRole };
  const past = readLagMs > 0 ? laggingReads(clock, state, readLagMs) : undefined;
  const cancel = clock.every(SCHEDULER_MS, () => reconcileAll(ecs));
  return {
    state,
    service: { name: 'ecs', protocol: 'json-1.1', operations: ecsOperations(ecs, past?.readable ?? (() => state)) },
    registerTaskDefinition(definition, at = clock.now()) {
      const revision =
        [...state.taskDefinitions.values()].filter((other) => other.family === definition.family).length + 1;
      const arn = ecsArn(`task-definition/${definition.family}:${revision}`);
      state.taskDefinitions.set(arn, { ...definition, revision, arn, status: 'ACTIVE', registeredAt: at });
      return arn;
    },
    createService: (service) => createService(ecs, service),
    pushImage: (image, digest) => void state.tagDigests.set(image, digest),
    stop() {
      cancel();
      past?.stop();
    },
  };
}

function createService(ecs: Ecs, wish: NewService): Service {
  const history = wish.history ?? [];
  const service: Service = {
    name: wish.name,
    arn: ecsArn(`service/${ecs.state.cluster}/${wish.name}`),
    createdAt: history[0]?.at ?? ecs.clock.now(),
    controller: wish.controller ?? 'ECS',
    targetGroupArn: wish.targetGroupArn,
    blueGreen: wish.blueGreen,
    minimumHealthyPercent: wish.minimumHealthyPercent ?? 100,
    maximumPercent: wish.maximumPercent ?? 200,
    circuitBreaker: wish.circuitBreaker ?? { enable: false, rollback: false },
    gracePeriodSeconds: wish.gracePeriodSeconds ?? 0,
    tags: wish.tags ?? {},
    desiredCount: wish.desiredCount,
    taskDefinitionArn: wish.taskDefinitionArn,
    completedRevisionArn: undefined,
    deployments: [],
    serviceDeployments: [],
    revisions: [],
    events: [],
    launchFailures: 0,
    nextLaunchAt: 0,
    steady: false,
  };
  ecs.state.services.set(service.name, service);
  for (const { taskDefinitionArn, at, finishedAt } of history)
    seed(ecs, service, { taskDefinitionArn, at, finishedAt });
  if (history.length === 0) {
    const revision = addRevision(ecs.state, service, wish.taskDefinitionArn, ecs.clock.now());
    roll(ecs, service, revision, addServiceDeployment(ecs.state, service, revision, ecs.clock.now()));
  }
  for (const deployment of service.deployments) takeTraffic(ecs, service, deployment);
  return service;
}

/** Writes a successful deployment of the past; only the last one stays the primary deployment. */
function seed(ecs: Ecs, service: Service, of: { taskDefinitionArn: string; at: number; finishedAt: number }): void {
  const revision = addRevision(ecs.state, service, of.taskDefinitionArn, of.at);
  const record = addServiceDeployment(ecs.state, service, revision, of.at);
  Object.assign(record, { status: 'SUCCESSFUL', updatedAt: of.finishedAt, finishedAt: of.finishedAt });
  const deployment = roll(ecs, service, revision, record);
  const reason = `ECS deployment ${deployment.id} completed.`;
  const completed = {
    rolloutState: 'COMPLETED',
    rolloutStateReason: reason,
    createdAt: of.at,
    updatedAt: of.finishedAt,
  };
  service.deployments = [Object.assign(deployment, completed)];
  service.completedRevisionArn = revision.arn;
}

/** Serves reads from copies of the state, the newest that is at least `lagMs` old. */
function laggingReads(clock: Clock, state: EcsState, lagMs: number): { readable(): EcsState; stop(): void } {
  let copies = [{ at: -Infinity, state: structuredClone(state) }];
  const newest = (): number => copies.findLastIndex((copy) => copy.at <= clock.now() - lagMs);
  const stop = clock.every(Math.max(100, Math.floor(lagMs / 4)), () => {
    copies.push({ at: clock.now(), state: structuredClone(state) });
    copies = copies.slice(newest());
  });
  return { readable: () => copies[newest()]?.state ?? state, stop };
}
