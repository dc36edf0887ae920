/**
 * One task from launch to its end: provisioning, the real process, its target in the load balancer, draining, SIGTERM
 * and SIGKILL, and the record of why it stopped. Whether a task should live at all is the scheduler's business.
 */
import { randomBytes } from 'node:crypto';

import { changeTask, emitServiceAction, emitTask, say } from './ecs-events.ts';
import { watchContainer } from './container-health.ts';
import {
  definitionOf,
  type Deployment,
  type Ecs,
  ecsArn,
  type Service,
  type StopCode,
  type Task,
  tasksOf,
} from './state.ts';
import type { TaskExit } from './task-runtime.ts';

/** Cloud time for what takes ECS minutes on Fargate. */
const PROVISIONING_MS = 2_000;
/** StopTask does not wait for the load balancer: its deregistration lands this much after SIGTERM. */
const DEREGISTRATION_LAG_MS = 2_000;

/** Stopped tasks stay visible for at least an hour; the cloud forgets them then, or beyond this number. */
const STOPPED_VISIBLE_MS = 3_600_000;
const MAX_STOPPED = 200;
/** Launch back-off of the service scheduler: doubling up to fifteen minutes ("Service throttle logic"). */
const FIRST_BACKOFF_MS = 10_000;
const MAX_BACKOFF_MS = 900_000;
/** Launch failures in a row after which ECS says the service cannot start tasks consistently. */
const IMPAIRED_AFTER = 3;
const OUT_OF_MEMORY = 'OutOfMemoryError: Container killed due to memory usage';

let addresses = 0;
const nextAddress = (): string => {
  addresses += 1;
  return `10.0.${1 + Math.floor(addresses / 250)}.${1 + (addresses % 250)}`;
};

/** Whether a task carries no scale-in protection at cloud time `now`. */
export const isProtected = (task: Task, now: number): boolean => (task.protectedUntil ?? 0) > now;

/** Starts one more task of `deployment`. */
export function launch(ecs: Ecs, service: Service, deployment: Deployment): void {
  const id = randomBytes(16).toString('hex');
  const now = ecs.clock.now();
  const revision = service.revisions.find((candidate) => candidate.arn === deployment.revisionArn);
  const task: Task = {
    id,
    arn: ecsArn(`task/${ecs.state.cluster}/${id}`),
    service: service.name,
    deploymentId: deployment.id,
    taskDefinitionArn: deployment.taskDefinitionArn,
    imageDigest: revision?.imageDigest ?? '',
    privateIp: nextAddress(),
    availabilityZone: `us-east-1${'abc'[addresses % 3]}`,
    targetGroupArn: deployment.targetGroupArn,
    createdAt: now,
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    version: 1,
    updatedAt: now,
  };
  ecs.state.tasks.set(id, task);
  say(ecs, service, `has started 1 tasks: (task ${id}).`);
  emitTask(ecs, task);
  ecs.clock.at(now + PROVISIONING_MS, () => begin(ecs, service, task));
}

function begin(ecs: Ecs, service: Service, task: Task): void {
  if (task.desiredStatus === 'STOPPED') return;
  const definition = definitionOf(ecs.state, task.taskDefinitionArn);
  changeTask(ecs, task, { lastStatus: 'PENDING' });
  const { cpuUnits, memoryMiB, environment } = definition;
  const { id: taskId, privateIp, taskDefinitionArn } = task;
  ecs.runtime.start(
    { taskId, service: service.name, taskDefinitionArn, environment, cpuUnits, memoryMiB, privateIp },
    { running: () => becomeRunning(ecs, service, task), exited: (exit) => ended(ecs, service, task, exit) },
  );
}

function becomeRunning(ecs: Ecs, service: Service, task: Task): void {
  if (task.desiredStatus === 'STOPPED' || task.lastStatus !== 'PENDING') return;
  service.launchFailures = 0;
  changeTask(ecs, task, { lastStatus: 'RUNNING', startedAt: ecs.clock.now() });
  const target = targetOf(ecs, task);
  if (target !== undefined) ecs.targets.register(target.arn, target);
  watchContainer(ecs, task);
}

/** How long a target that was deregistered by hand stays away, where ECS registers it again. */
const AWAY_MS = 5_000;

/** `registers-again`: ECS puts every running task of the service back behind its load balancer. */
export function registerAgain(ecs: Ecs, service: Service): void {
  if (!ecs.answers.plays('registers-again')) return;
  for (const task of tasksOf(ecs.state, service.name)) {
    const target = targetOf(ecs, task);
    if (target === undefined || task.lastStatus !== 'RUNNING' || task.desiredStatus !== 'RUNNING') continue;
    if (ecs.targets.awayMs(target.arn, target) >= AWAY_MS) ecs.targets.register(target.arn, target);
  }
}

interface TaskTarget {
  readonly arn: string;
  readonly id: string;
  readonly port: number;
}

/** Where a task stands in the target group of its service, if it has one. */
export function targetOf(ecs: Ecs, task: Task): TaskTarget | undefined {
  if (task.targetGroupArn === undefined) return undefined;
  const { containerPort: port } = definitionOf(ecs.state, task.taskDefinitionArn);
  return { arn: task.targetGroupArn, id: task.privateIp, port };
}

export interface Stop {
  readonly code: StopCode;
  readonly reason: string;
  /** The scheduler drains the target before SIGTERM; StopTask does not. */
  readonly drain: boolean;
}

/** Stops a task; stopping it again changes nothing. */
export function stopTask(ecs: Ecs, service: Service, task: Task, stop: Stop): void {
  if (task.desiredStatus === 'STOPPED') return;
  const target = targetOf(ecs, task);
  const { now } = ecs.clock;
  const draining =
    (stop.drain || ecs.answers.plays('stop-task-drains')) &&
    target !== undefined &&
    task.lastStatus === 'RUNNING' &&
    ecs.targets.state(target.arn, target) !== 'unused';
  const started = task.lastStatus !== 'PROVISIONING';
  const patch = {
    desiredStatus: 'STOPPED',
    stopCode: stop.code,
    stoppedReason: stop.reason,
    stoppingAt: now(),
  } as const;
  changeTask(ecs, task, {
    ...patch,
    lastStatus: draining ? 'DEACTIVATING' : started ? 'STOPPING' : 'STOPPED',
    ...(!started && { stoppedAt: now() }),
  });
  if (!started) return;
  if (target !== undefined && draining) {
    ecs.targets.deregister(target.arn, target);
    const delay = ecs.targets.group(target.arn).deregistrationDelaySeconds * 1000;
    ecs.clock.at(now() + delay, () => terminate(ecs, task));
    return;
  }
  terminate(ecs, task);
  if (target !== undefined)
    ecs.clock.at(now() + DEREGISTRATION_LAG_MS, () => ecs.targets.deregister(target.arn, target));
}

function terminate(ecs: Ecs, task: Task): void {
  if (task.lastStatus === 'STOPPED') return;
  if (task.lastStatus !== 'STOPPING') changeTask(ecs, task, { lastStatus: 'STOPPING' });
  ecs.runtime.signal(task.id, 'SIGTERM');
  const { stopTimeoutSeconds } = definitionOf(ecs.state, task.taskDefinitionArn);
  ecs.clock.at(ecs.clock.now() + stopTimeoutSeconds * 1000, () => {
    if (task.lastStatus !== 'STOPPED') ecs.runtime.signal(task.id, 'SIGKILL');
  });
}

function ended(ecs: Ecs, service: Service, task: Task, exit: TaskExit): void {
  const now = ecs.clock.now();
  const own = task.desiredStatus === 'RUNNING';
  const target = targetOf(ecs, task);
  if (own && target !== undefined) ecs.targets.deregister(target.arn, target);
  changeTask(ecs, task, {
    lastStatus: 'STOPPED',
    stoppedAt: now,
    exitCode: exit.exitCode,
    ...(exit.outOfMemory && { containerReason: OUT_OF_MEMORY }),
    ...(own && {
      desiredStatus: 'STOPPED',
      stoppingAt: now,
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
    }),
  });
  if (own && task.startedAt === undefined) launchFailed(ecs, service, task);
  ecs.clock.at(now + STOPPED_VISIBLE_MS, () => void ecs.state.tasks.delete(task.id));
  const stopped = tasksOf(ecs.state, service.name).filter((other) => other.lastStatus === 'STOPPED');
  for (const old of stopped.slice(0, Math.max(0, stopped.length - MAX_STOPPED))) ecs.state.tasks.delete(old.id);
}

/** Only tasks that die before RUNNING are throttled; those that die after it are replaced at once. */
function launchFailed(ecs: Ecs, service: Service, task: Task): void {
  service.launchFailures += 1;
  const wait = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (service.launchFailures - 1));
  service.nextLaunchAt = ecs.clock.now() + wait;
  countFailure(service, task);
  if (service.launchFailures !== IMPAIRED_AFTER) return;
  say(ecs, service, 'is unable to consistently start tasks successfully.');
  emitServiceAction(ecs, service, 'WARN', 'SERVICE_TASK_START_IMPAIRED');
}

/** A task that did not become healthy counts against its deployment while that rolls out. */
export function countFailure(service: Service, task: Task): void {
  const deployment = service.deployments.find((candidate) => candidate.id === task.deploymentId);
  if (deployment?.rolloutState === 'IN_PROGRESS') deployment.failedTasks += 1;
}
