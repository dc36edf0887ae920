/**
 * Everything the fake ECS knows, as plain data: it can be cloned, so that reads can be served from the past when
 * eventual consistency is switched on. Nothing here acts; times are milliseconds of cloud time.
 */
import { ACCOUNT, REGION } from '../aws-service.ts';
import type { Answers } from '../answers.ts';
import type { Emit } from '../aws-event.ts';
import type { Clock } from '../clock.ts';
import type { Targets } from '../elb/targets.ts';
import type { TaskRuntime } from './task-runtime.ts';

/** Whether a caller may pass a role to a task. */
export type MayPassRole = (caller: string, roleArn: string) => boolean;

/** The health check of a container, as its definition has it; times in seconds. */
export interface ContainerHealthCheck {
  readonly command: readonly string[];
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  /** Failures in a row that make the container unhealthy. */
  readonly retries: number;
  /** Failures this soon after the start do not count. */
  readonly startPeriodSeconds: number;
}

export interface TaskDefinition {
  readonly family: string;
  readonly revision: number;
  readonly arn: string;
  readonly containerName: string;
  /** With `@sha256:…` it is pinned; with a tag it is resolved anew by every deployment. */
  readonly image: string;
  readonly cpuUnits: number;
  readonly memoryMiB: number;
  readonly containerPort: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly stopTimeoutSeconds: number;
  readonly healthCheck?: ContainerHealthCheck;
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly registeredAt: number;
  status: 'ACTIVE' | 'INACTIVE';
}

export type TaskStatus = 'PROVISIONING' | 'PENDING' | 'RUNNING' | 'DEACTIVATING' | 'STOPPING' | 'STOPPED';
export type StopCode = 'TaskFailedToStart' | 'EssentialContainerExited' | 'UserInitiated' | 'ServiceSchedulerInitiated';

export interface Task {
  readonly id: string;
  readonly arn: string;
  readonly service: string;
  readonly deploymentId: string;
  readonly taskDefinitionArn: string;
  readonly imageDigest: string;
  readonly privateIp: string;
  readonly availabilityZone: string;
  /** Where it is registered once it runs. */
  readonly targetGroupArn: string | undefined;
  readonly createdAt: number;
  lastStatus: TaskStatus;
  desiredStatus: 'RUNNING' | 'STOPPED';
  version: number;
  updatedAt: number;
  startedAt?: number;
  stoppingAt?: number;
  stoppedAt?: number;
  stopCode?: StopCode;
  stoppedReason?: string;
  exitCode?: number;
  containerReason?: string;
  /** What the health check of its container found; absent while nothing is known. */
  containerHealth?: 'HEALTHY' | 'UNHEALTHY';
  protectedUntil?: number;
}

/** Stages of a blue/green deployment that take time here; the others pass at once. */
export type LifecycleStage = 'SCALE_UP' | 'BAKE_TIME' | 'CLEAN_UP';

export interface Deployment {
  readonly id: string;
  /** Where its tasks are registered. */
  readonly targetGroupArn: string | undefined;
  /** Of a blue/green deployment under way, and since when. */
  stage?: { readonly name: LifecycleStage; readonly since: number };
  readonly taskDefinitionArn: string;
  readonly revisionArn: string;
  serviceDeploymentArn: string;
  readonly createdAt: number;
  status: 'PRIMARY' | 'ACTIVE';
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  /** Its tasks are not as many as they should be, and `count-change-in-progress` is played. */
  countChanging?: boolean;
  rolloutStateReason: string;
  updatedAt: number;
  failedTasks: number;
}

export type ServiceDeploymentStatus =
  'IN_PROGRESS' | 'STOPPED' | 'SUCCESSFUL' | 'ROLLBACK_IN_PROGRESS' | 'ROLLBACK_SUCCESSFUL' | 'ROLLBACK_FAILED';

export interface ServiceDeployment {
  readonly arn: string;
  readonly createdAt: number;
  readonly sourceRevisionArn: string | undefined;
  readonly targetRevisionArn: string;
  status: ServiceDeploymentStatus;
  statusReason?: string;
  updatedAt: number;
  finishedAt?: number;
  rollback?: { readonly reason: string; readonly startedAt: number; readonly serviceRevisionArn: string };
}

export interface ServiceRevision {
  readonly arn: string;
  readonly taskDefinitionArn: string;
  readonly imageDigest: string;
  readonly createdAt: number;
}

/** How the deployments of a service move its traffic between its target group and an alternate one. */
export interface BlueGreen {
  readonly alternateTargetGroupArn: string;
  /** Says which of the two has the traffic. */
  readonly productionListenerRule: string;
  readonly roleArn: string;
  /** Both revisions run for this long after the traffic was moved. */
  readonly bakeTimeInMinutes: number;
}

export interface Service {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly controller: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL';
  readonly targetGroupArn: string | undefined;
  /** Absent where deployments are rolling. */
  readonly blueGreen: BlueGreen | undefined;
  readonly gracePeriodSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
  circuitBreaker: { readonly enable: boolean; readonly rollback: boolean };
  minimumHealthyPercent: number;
  maximumPercent: number;
  desiredCount: number;
  taskDefinitionArn: string;
  /** Revision of the last deployment that completed: where a rollback goes. */
  completedRevisionArn: string | undefined;
  /** The primary one first. */
  deployments: Deployment[];
  /** Newest first. */
  serviceDeployments: ServiceDeployment[];
  readonly revisions: ServiceRevision[];
  /** Newest first. */
  events: { readonly id: string; readonly createdAt: number; readonly message: string }[];
  launchFailures: number;
  nextLaunchAt: number;
  steady: boolean;
}

export interface EcsState {
  readonly cluster: string;
  readonly taskDefinitions: Map<string, TaskDefinition>;
  readonly services: Map<string, Service>;
  readonly tasks: Map<string, Task>;
  /** Digest each mutable tag points to; changed by a push. */
  readonly tagDigests: Map<string, string>;
}

/** What the acting functions of this folder work on. */
export interface Ecs {
  readonly clock: Clock;
  readonly emit: Emit;
  readonly runtime: TaskRuntime;
  readonly targets: Targets;
  readonly state: EcsState;
  readonly answers: Answers;
  readonly mayPassRole?: MayPassRole | undefined;
}

/** ARN of an ECS resource, e.g. `ecsArn('task/lab/0123')`. */
export const ecsArn = (resource: string): string => `arn:aws:ecs:${REGION}:${ACCOUNT}:${resource}`;

export const clusterArn = (state: EcsState): string => ecsArn(`cluster/${state.cluster}`);

/** Tasks of a service, oldest first, stopped ones included. */
export const tasksOf = (state: EcsState, service: string): readonly Task[] =>
  [...state.tasks.values()].filter((task) => task.service === service);

/** The definition of an ARN this state handed out. */
export function definitionOf(state: EcsState, arn: string): TaskDefinition {
  const found = state.taskDefinitions.get(arn);
  if (found === undefined) throw new Error(`The cloud lost the task definition ${arn}`);
  return found;
}
