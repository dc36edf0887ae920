/**
 * Reduces descriptions of ECS and the load balancer to the healer's own records. Pure. If a fact that decisions use is
 * missing, the read fails: a default would be a guess about production.
 */
import type {
  ContainerDefinition,
  Deployment,
  LoadBalancer,
  Service,
  ServiceDeployment,
  ServiceRevision,
  Task,
  TaskSet,
} from '@aws-sdk/client-ecs';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ReadFailed } from '../../core/ports/errors.ts';
import { type DeploymentRecord } from '../../core/world/release.ts';
import {
  type LoadBalancerAttachment,
  type ServiceDeploymentState,
  type ServiceSnapshot,
  type TaskSetState,
} from '../../core/world/service.ts';
import { type TargetSnapshot } from '../../core/world/target.ts';
import { type TaskSnapshot } from '../../core/world/task.ts';

/** @throws ReadFailed that names what is missing */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new ReadFailed(`AWS did not say ${what}`);
  return value;
}

export function serviceSnapshot(service: Service): ServiceSnapshot {
  return {
    ...(service.serviceArn !== undefined && { arn: service.serviceArn }),
    status: required(service.status, 'the status of the service'),
    // A service older than strategies has none, and keeps a count of replicas.
    schedulingStrategy: service.schedulingStrategy ?? 'REPLICA',
    ...(service.resourceManagementType !== undefined && { resourceManagement: service.resourceManagementType }),
    taskSets: (service.taskSets ?? []).map(taskSetState),
    ...rebalancingOf(service),
    desiredCount: required(service.desiredCount, 'the desired count'),
    runningCount: required(service.runningCount, 'the running count'),
    pendingCount: required(service.pendingCount, 'the pending count'),
    taskDefinitionArn: required(service.taskDefinition, 'the task definition of the service'),
    // A service older than controllers has none, and ECS controls it.
    deploymentController: service.deploymentController?.type ?? 'ECS',
    deployments: (service.deployments ?? []).map(deploymentState),
    loadBalancers: (service.loadBalancers ?? []).map(attachment),
    ...rolloutOf(service),
  };
}

function attachment(one: LoadBalancer): LoadBalancerAttachment {
  const alternate = one.advancedConfiguration?.alternateTargetGroupArn;
  return {
    group: required(one.targetGroupArn ?? one.loadBalancerName, 'the target group of the service'),
    ...(alternate !== undefined && { alternateGroup: alternate }),
    containerPort: required(one.containerPort, 'the container port behind the load balancer'),
  };
}

/** Services of CodeDeploy and of external controllers have no such configuration; it is unknown for them. */
function rolloutOf({ deploymentConfiguration }: Service): Pick<ServiceSnapshot, 'rollout'> {
  if (deploymentConfiguration === undefined) return {};
  const { minimumHealthyPercent, maximumPercent, strategy, lifecycleHooks } = deploymentConfiguration;
  if (minimumHealthyPercent === undefined || maximumPercent === undefined) return {};
  // A service older than strategies has none, and uses rolling deployments.
  const how = { strategy: strategy ?? 'ROLLING', hasHooks: (lifecycleHooks ?? []).length > 0 };
  return { rollout: { minimumHealthyPercent, maximumPercent, ...how } };
}

function taskSetState(taskSet: TaskSet): TaskSetState {
  return {
    id: required(taskSet.id, 'the id of a task set'),
    status: required(taskSet.status, 'the status of a task set'),
    taskDefinitionArn: required(taskSet.taskDefinition, 'the task definition of a task set'),
  };
}

/**
 * No field of ECS says that it moves tasks between zones. Only these documented service events do, newest first: "… is
 * not AZ balanced with … AZ Rebalancing in progress." and "… is AZ balanced with …".
 */
const REBALANCING_BEGAN = 'AZ Rebalancing in progress';
const REBALANCING_ENDED = 'is AZ balanced';

function rebalancingOf({ availabilityZoneRebalancing, events }: Service): Pick<ServiceSnapshot, 'rebalancingSince'> {
  if (availabilityZoneRebalancing !== 'ENABLED') return {};
  const newest = (events ?? [])
    .filter(({ message }) => message?.includes(REBALANCING_BEGAN) || message?.includes(REBALANCING_ENDED))
    .toSorted((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0))[0];
  if (newest?.createdAt === undefined || !newest.message?.includes(REBALANCING_BEGAN)) return {};
  return { rebalancingSince: newest.createdAt.getTime() };
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
    ...(deployment.failedTasks !== undefined && { failedTasks: deployment.failedTasks }),
  };
}

/** Found by the detail, not by the attachment's type: events and descriptions spell the type differently. */
function addressOf(task: Task): string | undefined {
  return (task.attachments ?? [])
    .flatMap(({ details }) => details ?? [])
    .find(({ name }) => name === 'privateIPv4Address')?.value;
}

/** The container instance whose network the task shares; undefined for a task with its own network interface. */
export function sharedInstance(task: Task): string | undefined {
  return addressOf(task) === undefined ? task.containerInstanceArn : undefined;
}

/** `instances`: EC2 instance ids by the ARN of their container instance. */
export function taskSnapshot(task: Task, instances: ReadonlyMap<string, string>): TaskSnapshot {
  const privateIp = addressOf(task);
  const interfaces = (task.containers ?? []).flatMap(({ networkInterfaces }) => networkInterfaces ?? []);
  const ipv6 = interfaces.find(({ ipv6Address }) => ipv6Address !== undefined)?.ipv6Address;
  return {
    arn: required(task.taskArn, 'the ARN of a task'),
    lastStatus: required(task.lastStatus, 'the status of a task'),
    desiredStatus: required(task.desiredStatus, 'the desired status of a task'),
    health: task.healthStatus ?? 'UNKNOWN',
    ...(task.startedAt !== undefined && { startedAt: task.startedAt.getTime() }),
    taskDefinitionArn: required(task.taskDefinitionArn, 'the task definition of a task'),
    ...(privateIp !== undefined && { privateIp }),
    ...(ipv6 !== undefined && { ipv6 }),
    ...hostOf(task, instances),
  };
}

function hostOf(task: Task, instances: ReadonlyMap<string, string>): Pick<TaskSnapshot, 'host'> {
  const instanceId = instances.get(sharedInstance(task) ?? '');
  if (instanceId === undefined) return {};
  const hostPorts = (task.containers ?? [])
    .flatMap(({ networkBindings }) => networkBindings ?? [])
    .flatMap(({ hostPort }) => hostPort ?? []);
  return { host: { instanceId, hostPorts: [...new Set(hostPorts)] } };
}

export function targetSnapshot(description: TargetHealthDescription, group: string): TargetSnapshot {
  const state = required(description.TargetHealth?.State, 'the health of a target');
  return {
    id: required(description.Target?.Id, 'the id of a target'),
    port: required(description.Target?.Port, 'the port of a target'),
    group,
    // A network load balancer lets an unhealthy target finish its connections. The target is still registered and may
    // recover; no one deregistered it.
    state: state === 'unhealthy.draining' ? 'unhealthy' : state,
  };
}

/** The revision that runs after a deployment: its target, or the one that its rollback restored. */
function revisionAfter(deployment: ServiceDeployment): string {
  const restored = deployment.rollback?.serviceRevisionArn;
  const target = deployment.targetServiceRevision?.arn;
  return required(deployment.status?.startsWith('ROLLBACK') ? (restored ?? target) : target, 'what a deployment runs');
}

/** The revisions of a deployment: the one that runs after it, and the target of one that was rolled back. */
export function revisionsOf(deployment: ServiceDeployment): readonly string[] {
  return [revisionAfter(deployment), ...(takenBackBy(deployment) ?? [])];
}

function takenBackBy(deployment: ServiceDeployment): readonly [string] | undefined {
  const target = deployment.targetServiceRevision?.arn;
  return target === undefined || target === revisionAfter(deployment) ? undefined : [target];
}

export function deploymentRecord(
  deployment: ServiceDeployment,
  revisions: readonly ServiceRevision[],
): DeploymentRecord {
  const arn = revisionAfter(deployment);
  const find = (wanted: string) => revisions.find((candidate) => candidate.serviceRevisionArn === wanted);
  const revision = find(arn);
  const [target] = takenBackBy(deployment) ?? [];
  const takenBack = target === undefined ? undefined : find(target)?.taskDefinition;
  const startedAt = required(deployment.startedAt ?? deployment.createdAt, 'when a deployment started');
  return {
    arn: required(deployment.serviceDeploymentArn, 'the ARN of a deployment'),
    status: required(deployment.status, 'the status of a deployment'),
    startedAt: startedAt.getTime(),
    ...(deployment.finishedAt !== undefined && { finishedAt: deployment.finishedAt.getTime() }),
    taskDefinitionArn: required(revision?.taskDefinition, `the task definition of revision ${arn}`),
    ...(takenBack !== undefined && { takenBack }),
  };
}

/** What the containers need to start: secrets, parameters, files and the key to their registry. */
export function referencesOf(containers: readonly ContainerDefinition[]): readonly string[] {
  const named = containers.flatMap((container) => [
    ...(container.secrets ?? []).map(({ valueFrom }) => valueFrom),
    ...(container.logConfiguration?.secretOptions ?? []).map(({ valueFrom }) => valueFrom),
    ...(container.environmentFiles ?? []).map(({ value }) => value),
    container.repositoryCredentials?.credentialsParameter,
  ]);
  return [...new Set(named.filter((one) => one !== undefined))];
}
