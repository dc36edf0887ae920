/**
 * Reads what ECS and the load balancer describe into the healer's own small records. Pure; a fact the healer decides by
 * that is missing makes the read fail, because a default would be a guess about production.
 */
import type { Deployment, Service, ServiceDeployment, ServiceRevision, Task } from '@aws-sdk/client-ecs';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  ReadFailed,
  type DeploymentRecord,
  type ServiceDeploymentState,
  type ServiceSnapshot,
  type TargetSnapshot,
  type TaskSnapshot,
} from '../../core/ports.ts';

/** The value, or a failed read that says what was missing. */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new ReadFailed(`AWS did not say ${what}`);
  return value;
}

export function serviceSnapshot(service: Service): ServiceSnapshot {
  return {
    status: required(service.status, 'the status of the service'),
    desiredCount: required(service.desiredCount, 'the desired count'),
    runningCount: required(service.runningCount, 'the running count'),
    pendingCount: required(service.pendingCount, 'the pending count'),
    taskDefinitionArn: required(service.taskDefinition, 'the task definition of the service'),
    // Services made before controllers existed have none, and are controlled by ECS.
    deploymentController: service.deploymentController?.type ?? 'ECS',
    deployments: (service.deployments ?? []).map(deploymentState),
  };
}

const ROLLOUT_STATES = ['COMPLETED', 'FAILED', 'IN_PROGRESS'] as const;
const DEPLOYMENT_STATUSES = ['PRIMARY', 'ACTIVE', 'INACTIVE'] as const;

function deploymentState(deployment: Deployment): ServiceDeploymentState {
  return {
    id: required(deployment.id, 'the id of a deployment'),
    status: required(
      DEPLOYMENT_STATUSES.find((status) => status === deployment.status),
      'the status of a deployment',
    ),
    rolloutState: ROLLOUT_STATES.find((state) => state === deployment.rolloutState) ?? 'UNKNOWN',
    taskDefinitionArn: required(deployment.taskDefinition, 'the task definition of a deployment'),
    createdAt: required(deployment.createdAt, 'when a deployment was created').getTime(),
  };
}

export function taskSnapshot(task: Task): TaskSnapshot {
  // By the detail and not by the attachment's type: that is spelt differently in events and in descriptions.
  const privateIp = (task.attachments ?? [])
    .flatMap((attachment) => attachment.details ?? [])
    .find((detail) => detail.name === 'privateIPv4Address')?.value;
  return {
    arn: required(task.taskArn, 'the ARN of a task'),
    lastStatus: required(task.lastStatus, 'the status of a task'),
    desiredStatus: required(task.desiredStatus, 'the desired status of a task'),
    health: task.healthStatus ?? 'UNKNOWN',
    ...(task.startedAt !== undefined && { startedAt: task.startedAt.getTime() }),
    taskDefinitionArn: required(task.taskDefinitionArn, 'the task definition of a task'),
    ...(privateIp !== undefined && { privateIp }),
  };
}

export function targetSnapshot(description: TargetHealthDescription): TargetSnapshot {
  const state = required(description.TargetHealth?.State, 'the health of a target');
  return {
    id: required(description.Target?.Id, 'the id of a target'),
    port: required(description.Target?.Port, 'the port of a target'),
    // Draining while failing its checks: on its way out, which is what counts.
    state: state === 'unhealthy.draining' ? 'draining' : state,
  };
}

/** Which revision runs after a deployment: its target, or what its rollback restored. */
export function revisionAfter(deployment: ServiceDeployment): string {
  const restored = deployment.rollback?.serviceRevisionArn;
  const target = deployment.targetServiceRevision?.arn;
  return required(deployment.status?.startsWith('ROLLBACK') ? (restored ?? target) : target, 'what a deployment runs');
}

export function deploymentRecord(
  deployment: ServiceDeployment,
  revisions: readonly ServiceRevision[],
): DeploymentRecord {
  const arn = revisionAfter(deployment);
  const revision = revisions.find((candidate) => candidate.serviceRevisionArn === arn);
  const startedAt = required(deployment.startedAt ?? deployment.createdAt, 'when a deployment started');
  return {
    arn: required(deployment.serviceDeploymentArn, 'the ARN of a deployment'),
    status: required(deployment.status, 'the status of a deployment'),
    startedAt: startedAt.getTime(),
    ...(deployment.finishedAt !== undefined && { finishedAt: deployment.finishedAt.getTime() }),
    taskDefinitionArn: required(revision?.taskDefinition, `the task definition of revision ${arn}`),
  };
}
