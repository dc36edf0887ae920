/**
 * Rolling deployments of a service: starting one, completing it, failing it by the circuit breaker, rolling back. A
 * rollback makes no new service revision and stays part of the service deployment it undoes, as AWS documents.
 */
import { createHash, randomBytes } from 'node:crypto';

import { nextTargetGroup } from './blue-green.ts';
import { emitDeployment, say } from './ecs-events.ts';
import {
  definitionOf,
  type Deployment,
  type Ecs,
  ecsArn,
  type EcsState,
  type Service,
  type ServiceDeployment,
  type ServiceRevision,
} from './state.ts';

/** Deployments kept per service, newest first. */
const MAX_HISTORY = 50;
/** Circuit breaker threshold: half the desired count, within these bounds (developer guide). */
const MIN_FAILURES = 3;
const MAX_FAILURES = 200;

const numericId = (): string =>
  BigInt(`0x${randomBytes(8).toString('hex')}`)
    .toString()
    .padStart(19, '0')
    .slice(0, 19);

/** Digest of an image: its own if it is pinned, else what its tag points to now. */
function digestOf(state: EcsState, image: string): string {
  const pinned = image.split('@')[1];
  return pinned ?? state.tagDigests.get(image) ?? `sha256:${createHash('sha256').update(image).digest('hex')}`;
}

/** Records a revision of what `service` runs with this task definition. */
export function addRevision(
  state: EcsState,
  service: Service,
  taskDefinitionArn: string,
  createdAt: number,
): ServiceRevision {
  const arn = ecsArn(`service-revision/${state.cluster}/${service.name}/${numericId()}`);
  const imageDigest = digestOf(state, definitionOf(state, taskDefinitionArn).image);
  const revision = { arn, taskDefinitionArn, imageDigest, createdAt };
  service.revisions.unshift(revision);
  return revision;
}

/** Records a service deployment towards `revision`, starting at `createdAt`. */
export function addServiceDeployment(
  state: EcsState,
  service: Service,
  revision: ServiceRevision,
  createdAt: number,
): ServiceDeployment {
  const record: ServiceDeployment = {
    arn: ecsArn(
      `service-deployment/${state.cluster}/${service.name}/${randomBytes(16).toString('base64url').slice(0, 21)}`,
    ),
    createdAt,
    sourceRevisionArn: service.completedRevisionArn,
    targetRevisionArn: revision.arn,
    status: 'IN_PROGRESS',
    updatedAt: createdAt,
  };
  service.serviceDeployments = [record, ...service.serviceDeployments].slice(0, MAX_HISTORY);
  return record;
}

/** Makes `revision` the primary deployment of `service`. */
export function roll(ecs: Ecs, service: Service, revision: ServiceRevision, record: ServiceDeployment): Deployment {
  const now = ecs.clock.now();
  const deployment: Deployment = {
    targetGroupArn: nextTargetGroup(service),
    id: `ecs-svc/${numericId()}`,
    taskDefinitionArn: revision.taskDefinitionArn,
    revisionArn: revision.arn,
    serviceDeploymentArn: record.arn,
    createdAt: now,
    status: 'PRIMARY',
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: '',
    updatedAt: now,
    failedTasks: 0,
  };
  deployment.rolloutStateReason = `ECS deployment ${deployment.id} in progress.`;
  for (const older of service.deployments) older.status = 'ACTIVE';
  service.deployments = [deployment, ...service.deployments];
  Object.assign(service, {
    taskDefinitionArn: revision.taskDefinitionArn,
    launchFailures: 0,
    nextLaunchAt: 0,
    steady: false,
  });
  return deployment;
}

/** Starts a deployment of another task definition, or of the same one again. */
export function startDeployment(ecs: Ecs, service: Service, taskDefinitionArn: string): void {
  const now = ecs.clock.now();
  for (const running of service.serviceDeployments.filter((record) => record.finishedAt === undefined)) {
    Object.assign(running, {
      status: 'STOPPED',
      statusReason: 'Replaced by a newer deployment.',
      finishedAt: now,
      updatedAt: now,
    });
  }
  const revision = addRevision(ecs.state, service, taskDefinitionArn, now);
  const deployment = roll(ecs, service, revision, addServiceDeployment(ecs.state, service, revision, now));
  emitDeployment(ecs, service, {
    name: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
    deploymentId: deployment.id,
    reason: deployment.rolloutStateReason,
  });
}

/** The record of the primary deployment. */
function currentRecord(service: Service): ServiceDeployment | undefined {
  return service.serviceDeployments.find((record) => record.arn === service.deployments[0]?.serviceDeploymentArn);
}

/** The primary deployment runs everywhere and nothing older does. */
export function completeDeployment(ecs: Ecs, service: Service, deployment: Deployment): void {
  const now = ecs.clock.now();
  const record = currentRecord(service);
  Object.assign(deployment, {
    rolloutState: 'COMPLETED',
    rolloutStateReason: `ECS deployment ${deployment.id} completed.`,
    updatedAt: now,
  });
  delete deployment.stage;
  service.deployments = [deployment];
  service.completedRevisionArn = deployment.revisionArn;
  if (record !== undefined) {
    const status = record.rollback === undefined ? 'SUCCESSFUL' : 'ROLLBACK_SUCCESSFUL';
    Object.assign(record, { status, finishedAt: now, updatedAt: now });
  }
  say(ecs, service, `(deployment ${deployment.id}) deployment completed.`);
  emitDeployment(ecs, service, {
    name: 'SERVICE_DEPLOYMENT_COMPLETED',
    deploymentId: deployment.id,
    reason: deployment.rolloutStateReason,
  });
}

/** Trips the circuit breaker when too many tasks of the running deployment failed. */
export function watchCircuitBreaker(ecs: Ecs, service: Service): void {
  const [deployment] = service.deployments;
  if (!service.circuitBreaker.enable || deployment?.rolloutState !== 'IN_PROGRESS') return;
  if (deployment.failedTasks < failureThreshold(service)) return;
  const reason = 'ECS deployment circuit breaker: tasks failed to start.';
  Object.assign(deployment, { rolloutState: 'FAILED', rolloutStateReason: reason, updatedAt: ecs.clock.now() });
  emitDeployment(ecs, service, { name: 'SERVICE_DEPLOYMENT_FAILED', deploymentId: deployment.id, reason });
  const record = currentRecord(service);
  if (record === undefined) return;
  const goal = record.rollback === undefined && service.circuitBreaker.rollback ? record.sourceRevisionArn : undefined;
  if (goal !== undefined) return rollBack(ecs, service, record, 'ECS deployment circuit breaker');
  const status = record.rollback === undefined ? 'STOPPED' : 'ROLLBACK_FAILED';
  Object.assign(record, { status, statusReason: reason, finishedAt: ecs.clock.now(), updatedAt: ecs.clock.now() });
}

/** Failures that trip the circuit breaker of `service`. */
export const failureThreshold = (service: Service): number =>
  Math.min(MAX_FAILURES, Math.max(MIN_FAILURES, Math.ceil(service.desiredCount * 0.5)));

/** Returns to the revision `record` started from. `why` opens the event's reason. */
export function rollBack(ecs: Ecs, service: Service, record: ServiceDeployment, why: string): void {
  const revision = service.revisions.find((candidate) => candidate.arn === record.sourceRevisionArn);
  if (revision === undefined) throw new Error(`The cloud lost the revision ${record.sourceRevisionArn}`);
  const now = ecs.clock.now();
  const last = service.deployments.find((deployment) => deployment.revisionArn === revision.arn);
  Object.assign(record, {
    status: 'ROLLBACK_IN_PROGRESS',
    updatedAt: now,
    rollback: { reason: why, startedAt: now, serviceRevisionArn: revision.arn },
  });
  const deployment = last === undefined ? roll(ecs, service, revision, record) : resume(service, last, record, now);
  const reason = `${why}: rolling back to deploymentId ${deployment.id}.`;
  emitDeployment(ecs, service, { name: 'SERVICE_DEPLOYMENT_IN_PROGRESS', deploymentId: deployment.id, reason });
}

/** A deployment that has not drained yet takes over again, with the tasks it still has. */
function resume(service: Service, deployment: Deployment, record: ServiceDeployment, now: number): Deployment {
  for (const other of service.deployments) other.status = 'ACTIVE';
  const reason = `ECS deployment ${deployment.id} in progress.`;
  delete deployment.stage;
  Object.assign(deployment, {
    status: 'PRIMARY',
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: reason,
    serviceDeploymentArn: record.arn,
    updatedAt: now,
    failedTasks: 0,
  });
  service.deployments = [deployment, ...service.deployments.filter((other) => other !== deployment)];
  Object.assign(service, {
    taskDefinitionArn: deployment.taskDefinitionArn,
    launchFailures: 0,
    nextLaunchAt: 0,
    steady: false,
  });
  return deployment;
}
