/** Deployments of a fake ECS service: how one begins and ends, and how ECS describes the service and its history. */
import type { DeploymentRecord } from '../../../core/world/release.ts';
import type { ServiceDeploymentState, ServiceSnapshot } from '../../../core/world/service.ts';
import { targetGroupsOf } from '../../../core/catalog/target-groups.ts';
import { CONTAINER_PORT, type FakeDeployment, type FakeService } from './fake-service.ts';

const HISTORY_MAX = 20;

export function presentTaskDefinition(service: FakeService): string {
  return service.deployments[0]?.taskDefinitionArn ?? '';
}

export function isRollingOut(service: FakeService): boolean {
  return service.deployments[0]?.status === 'IN_PROGRESS';
}

/** A new task definition starts a deployment and stops the one under way; the same one again does nothing. */
export function beginDeployment(service: FakeService, taskDefinitionArn: string, now: number): void {
  if (taskDefinitionArn === presentTaskDefinition(service)) return;
  const before = service.deployments[0];
  if (before !== undefined && isRollingOut(service)) Object.assign(before, { status: 'STOPPED', finishedAt: now });
  const number = service.deployments.length + 1;
  const { cluster, ecsService } = service.entry;
  service.deployments.unshift({
    id: `ecs-svc/${number}`,
    arn: `arn:aws:ecs:eu-west-1:123456789012:service-deployment/${cluster}/${ecsService}/${number}`,
    status: 'IN_PROGRESS',
    startedAt: now,
    taskDefinitionArn,
  });
}

export function finishDeployment(service: FakeService, now: number): void {
  const present = service.deployments[0];
  if (present !== undefined) Object.assign(present, { status: 'SUCCESSFUL', finishedAt: now });
}

export function snapshotOf(service: FakeService): ServiceSnapshot {
  const wanted = service.tasks.filter((task) => task.desiredStatus === 'RUNNING');
  const running = wanted.filter((task) => task.lastStatus === 'RUNNING').length;
  return {
    ...service.kind,
    status: service.status,
    desiredCount: service.desired,
    runningCount: running,
    pendingCount: wanted.length - running,
    taskDefinitionArn: presentTaskDefinition(service),
    deploymentController: service.controller,
    rollout: service.rollout,
    loadBalancers: targetGroupsOf(service.entry).map(({ arn, alternate }) => ({
      group: arn,
      ...(alternate !== undefined && { alternateGroup: alternate.arn }),
      containerPort: CONTAINER_PORT,
    })),
    deployments: service.deployments.slice(0, isRollingOut(service) ? 2 : 1).map(deploymentState),
  };
}

export function historyOf(service: FakeService): readonly DeploymentRecord[] {
  return service.deployments
    .filter((deployment) => deployment.status !== 'STOPPED')
    .slice(0, HISTORY_MAX)
    .map(({ id: _id, failedTasks: _failed, ...record }) => record);
}

function deploymentState(deployment: FakeDeployment, position: number): ServiceDeploymentState {
  return {
    id: deployment.id,
    status: position === 0 ? 'PRIMARY' : 'ACTIVE',
    rolloutState: deployment.status === 'IN_PROGRESS' ? 'IN_PROGRESS' : 'COMPLETED',
    taskDefinitionArn: deployment.taskDefinitionArn,
    createdAt: deployment.startedAt,
    failedTasks: deployment.failedTasks ?? 0,
  };
}
