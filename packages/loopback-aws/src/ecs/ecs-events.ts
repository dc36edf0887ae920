/**
 * The three events of ECS in their documented shapes: task state change, deployment state change, service action.
 * The task event has no health status and carries a version per task, as AWS documents.
 */
import { awsEvent } from '../aws-event.ts';
import { clusterArn, definitionOf, type Ecs, ecsArn, type EcsState, type Service, type Task } from './state.ts';

/** Service messages kept, as many as DescribeServices returns. */
const MAX_MESSAGES = 100;

const iso = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString());

/** Drops members without a value, which JSON would drop anyway. */
const present = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The container of a task, as events and DescribeTasks share it. */
export function containerOf(state: EcsState, task: Task): Record<string, unknown> {
  const definition = definitionOf(state, task.taskDefinitionArn);
  return present({
    containerArn: ecsArn(`container/${state.cluster}/${task.id}/${definition.containerName}`),
    taskArn: task.arn,
    name: definition.containerName,
    image: definition.image,
    imageDigest: task.imageDigest,
    runtimeId: `${task.id}-0265927825`,
    lastStatus:
      task.lastStatus === 'PROVISIONING' ? 'PENDING' : task.lastStatus === 'DEACTIVATING' ? 'RUNNING' : task.lastStatus,
    exitCode: task.exitCode,
    reason: task.containerReason,
    cpu: String(definition.cpuUnits),
    memory: String(definition.memoryMiB),
  });
}

/** The network interface of a task. */
export function attachmentOf(task: Task): Record<string, unknown> {
  const details = [
    { name: 'subnetId', value: `subnet-lab${task.availabilityZone}` },
    { name: 'privateIPv4Address', value: task.privateIp },
  ];
  return { id: `eni-${task.id}`, type: 'eni', status: task.lastStatus === 'STOPPED' ? 'DELETED' : 'ATTACHED', details };
}

/** Moves a task to another state: counts its version up and tells the bus. */
export function changeTask(ecs: Ecs, task: Task, patch: Partial<Task>): void {
  Object.assign(task, patch, { version: task.version + 1, updatedAt: ecs.clock.now() });
  emitTask(ecs, task);
}

/** Emits `ECS Task State Change`. */
export function emitTask(ecs: Ecs, task: Task): void {
  const definition = definitionOf(ecs.state, task.taskDefinitionArn);
  const detail = present({
    attachments: [attachmentOf(task)],
    attributes: [{ name: 'ecs.cpu-architecture', value: 'x86_64' }],
    availabilityZone: task.availabilityZone,
    capacityProviderName: 'FARGATE',
    clusterArn: clusterArn(ecs.state),
    connectivity: 'CONNECTED',
    containers: [containerOf(ecs.state, task)],
    cpu: String(definition.cpuUnits),
    memory: String(definition.memoryMiB),
    createdAt: iso(task.createdAt),
    startedAt: iso(task.startedAt),
    stoppingAt: iso(task.stoppingAt),
    stoppedAt: iso(task.stoppedAt),
    executionStoppedAt: iso(task.stoppedAt),
    updatedAt: iso(task.updatedAt),
    desiredStatus: task.desiredStatus,
    lastStatus: task.lastStatus,
    stopCode: task.stopCode,
    stoppedReason: task.stoppedReason,
    enableExecuteCommand: false,
    ephemeralStorage: { sizeInGiB: 20 },
    group: `service:${task.service}`,
    startedBy: task.deploymentId,
    launchType: 'FARGATE',
    overrides: { containerOverrides: [{ name: definition.containerName }] },
    platformVersion: '1.4.0',
    taskArn: task.arn,
    taskDefinitionArn: task.taskDefinitionArn,
    version: task.version,
  });
  ecs.emit(awsEvent(ecs.clock.now(), { source: 'aws.ecs', type: 'ECS Task State Change', resource: task.arn }, detail));
}

export type DeploymentEventName =
  'SERVICE_DEPLOYMENT_IN_PROGRESS' | 'SERVICE_DEPLOYMENT_COMPLETED' | 'SERVICE_DEPLOYMENT_FAILED';

/** Emits `ECS Deployment State Change`; the cluster is only in `resources`, as in the documented samples. */
export function emitDeployment(
  ecs: Ecs,
  service: Service,
  about: { readonly name: DeploymentEventName; readonly deploymentId: string; readonly reason: string },
): void {
  const detail = {
    eventType: about.name === 'SERVICE_DEPLOYMENT_FAILED' ? 'ERROR' : 'INFO',
    eventName: about.name,
    deploymentId: about.deploymentId,
    updatedAt: iso(ecs.clock.now()),
    reason: about.reason,
  };
  ecs.emit(
    awsEvent(
      ecs.clock.now(),
      { source: 'aws.ecs', type: 'ECS Deployment State Change', resource: service.arn },
      detail,
    ),
  );
}

/** Emits `ECS Service Action`. */
export function emitServiceAction(ecs: Ecs, service: Service, eventType: 'INFO' | 'WARN', eventName: string): void {
  const detail = { eventType, eventName, clusterArn: clusterArn(ecs.state), createdAt: iso(ecs.clock.now()) };
  ecs.emit(awsEvent(ecs.clock.now(), { source: 'aws.ecs', type: 'ECS Service Action', resource: service.arn }, detail));
}

/** Adds a line to the events of a service as DescribeServices shows them. */
export function say(ecs: Ecs, service: Service, message: string): void {
  const createdAt = ecs.clock.now();
  const entry = {
    id: `${createdAt}-${service.events.length}`,
    createdAt,
    message: `(service ${service.name}) ${message}`,
  };
  service.events = [entry, ...service.events].slice(0, MAX_MESSAGES);
}
