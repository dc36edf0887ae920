/**
 * ECS resources in the shapes of the API reference: Service, Task, TaskDefinition, ServiceDeployment,
 * ServiceRevision. Points in time are Dates; the HTTP front writes them as each protocol wants.
 */
import { failureThreshold } from './deployments.ts';
import { attachmentOf, containerOf } from './ecs-events.ts';
import {
  clusterArn,
  definitionOf,
  type Deployment,
  type EcsState,
  type Service,
  type ServiceDeployment,
  type ServiceRevision,
  type Task,
  type TaskDefinition,
  tasksOf,
} from './state.ts';

type View = Readonly<Record<string, unknown>>;

const date = (at: number | undefined): Date | undefined => (at === undefined ? undefined : new Date(at));
const tagList = (tags: Readonly<Record<string, string>>): View[] =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

interface Counts {
  readonly runningCount: number;
  readonly pendingCount: number;
}

function countTasks(tasks: readonly Task[]): Counts {
  const live = tasks.filter((task) => task.desiredStatus === 'RUNNING');
  const running = live.filter((task) => task.lastStatus === 'RUNNING').length;
  return { runningCount: running, pendingCount: live.length - running };
}

function loadBalancers(state: EcsState, { taskDefinitionArn, targetGroupArn, blueGreen }: Service): View[] {
  const { containerName, containerPort } = definitionOf(state, taskDefinitionArn);
  if (targetGroupArn === undefined) return [];
  if (blueGreen === undefined) return [{ targetGroupArn, containerName, containerPort }];
  const { alternateTargetGroupArn, productionListenerRule, roleArn } = blueGreen;
  const advancedConfiguration = { alternateTargetGroupArn, productionListenerRule, roleArn };
  return [{ targetGroupArn, containerName, containerPort, advancedConfiguration }];
}

function deploymentConfiguration({ circuitBreaker, maximumPercent, minimumHealthyPercent, blueGreen }: Service): View {
  return {
    deploymentCircuitBreaker: circuitBreaker,
    maximumPercent,
    minimumHealthyPercent,
    strategy: blueGreen === undefined ? 'ROLLING' : 'BLUE_GREEN',
    bakeTimeInMinutes: blueGreen?.bakeTimeInMinutes,
  };
}

/** `Service` of DescribeServices. */
export function serviceView(state: EcsState, service: Service, withTags: boolean): View {
  const tasks = tasksOf(state, service.name);
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: clusterArn(state),
    status: 'ACTIVE',
    desiredCount: service.desiredCount,
    ...countTasks(tasks),
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    schedulingStrategy: 'REPLICA',
    taskDefinition: service.taskDefinitionArn,
    deploymentController: { type: service.controller },
    deploymentConfiguration: deploymentConfiguration(service),
    deployments: service.deployments.map((deployment) => deploymentView(service, deployment, tasks)),
    loadBalancers: loadBalancers(state, service),
    healthCheckGracePeriodSeconds: service.gracePeriodSeconds,
    events: service.events.map((event) => ({ ...event, createdAt: date(event.createdAt) })),
    createdAt: date(service.createdAt),
    currentServiceDeployment: service.serviceDeployments[0]?.arn,
    currentServiceRevisions: service.deployments.map((deployment) => revisionCounts(deployment, service, tasks)),
    availabilityZoneRebalancing: 'DISABLED',
    enableECSManagedTags: false,
    propagateTags: 'NONE',
    enableExecuteCommand: false,
    ...(withTags && { tags: tagList(service.tags) }),
  };
}

function deploymentView(service: Service, deployment: Deployment, tasks: readonly Task[]): View {
  const own = tasks.filter((task) => task.deploymentId === deployment.id);
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.taskDefinitionArn,
    desiredCount:
      deployment.status === 'PRIMARY'
        ? service.desiredCount
        : own.filter((task) => task.desiredStatus === 'RUNNING').length,
    ...countTasks(own),
    failedTasks: deployment.failedTasks,
    createdAt: date(deployment.createdAt),
    updatedAt: date(deployment.updatedAt),
    launchType: 'FARGATE',
    rolloutState: deployment.countChanging === true ? 'IN_PROGRESS' : deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
  };
}

function revisionCounts(deployment: Deployment, service: Service, tasks: readonly Task[]): View {
  const { runningCount, pendingCount } = countTasks(tasks.filter((task) => task.deploymentId === deployment.id));
  const requested = deployment.status === 'PRIMARY' ? service.desiredCount : runningCount + pendingCount;
  return {
    arn: deployment.revisionArn,
    requestedTaskCount: requested,
    runningTaskCount: runningCount,
    pendingTaskCount: pendingCount,
  };
}

/** `Task` of DescribeTasks; without a container health check its health is unknown, as documented. */
export function taskView(state: EcsState, task: Task): View {
  const definition = definitionOf(state, task.taskDefinitionArn);
  const healthStatus = task.containerHealth ?? 'UNKNOWN';
  return {
    taskArn: task.arn,
    clusterArn: clusterArn(state),
    taskDefinitionArn: task.taskDefinitionArn,
    group: `service:${task.service}`,
    startedBy: task.deploymentId,
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    healthStatus,
    availabilityZone: task.availabilityZone,
    launchType: 'FARGATE',
    cpu: String(definition.cpuUnits),
    memory: String(definition.memoryMiB),
    containers: [
      {
        ...containerOf(state, task),
        healthStatus,
        networkInterfaces: [{ privateIpv4Address: task.privateIp }],
      },
    ],
    attachments: [attachmentOf(task)],
    createdAt: date(task.createdAt),
    startedAt: date(task.startedAt),
    stoppingAt: date(task.stoppingAt),
    stoppedAt: date(task.stoppedAt),
    stopCode: task.stopCode,
    stoppedReason: task.stoppedReason,
    version: task.version,
  };
}

/** `TaskDefinition` of DescribeTaskDefinition. */
export function taskDefinitionView(definition: TaskDefinition): View {
  return {
    taskDefinitionArn: definition.arn,
    family: definition.family,
    revision: definition.revision,
    status: definition.status,
    cpu: String(definition.cpuUnits),
    memory: String(definition.memoryMiB),
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    registeredAt: date(definition.registeredAt),
    taskRoleArn: definition.taskRoleArn,
    executionRoleArn: definition.executionRoleArn,
    containerDefinitions: [
      {
        name: definition.containerName,
        image: definition.image,
        cpu: definition.cpuUnits,
        memory: definition.memoryMiB,
        essential: true,
        portMappings: [
          { containerPort: definition.containerPort, hostPort: definition.containerPort, protocol: 'tcp' },
        ],
        environment: Object.entries(definition.environment).map(([name, value]) => ({ name, value })),
        stopTimeout: definition.stopTimeoutSeconds,
        healthCheck: healthCheckView(definition),
      },
    ],
  };
}

function healthCheckView({ healthCheck }: TaskDefinition): View | undefined {
  if (healthCheck === undefined) return undefined;
  const { command, intervalSeconds, timeoutSeconds, retries, startPeriodSeconds } = healthCheck;
  return { command, interval: intervalSeconds, timeout: timeoutSeconds, retries, startPeriod: startPeriodSeconds };
}

export const taskDefinitionTags = (definition: TaskDefinition): View[] => tagList(definition.tags);

/** `ServiceDeployment` of DescribeServiceDeployments. */
export function serviceDeploymentView(state: EcsState, service: Service, record: ServiceDeployment): View {
  const tasks = tasksOf(state, service.name);
  const summary = (arn: string): View => {
    const deployment = service.deployments.find((candidate) => candidate.revisionArn === arn);
    if (deployment !== undefined) return revisionCounts(deployment, service, tasks);
    return { arn, requestedTaskCount: 0, runningTaskCount: 0, pendingTaskCount: 0 };
  };
  const { failedTasks: failures = 0, stage } =
    service.deployments.find(
      ({ serviceDeploymentArn, status }) => serviceDeploymentArn === record.arn && status === 'PRIMARY',
    ) ?? {};
  return {
    ...serviceDeploymentBrief(state, service, record),
    lifecycleStage: stage?.name,
    updatedAt: date(record.updatedAt),
    sourceServiceRevisions: record.sourceRevisionArn === undefined ? [] : [summary(record.sourceRevisionArn)],
    targetServiceRevision: summary(record.targetRevisionArn),
    deploymentConfiguration: deploymentConfiguration(service),
    deploymentCircuitBreaker: {
      status: service.circuitBreaker.enable ? (record.rollback === undefined ? 'MONITORING' : 'TRIGGERED') : 'DISABLED',
      failureCount: failures,
      threshold: failureThreshold(service),
    },
    ...(record.rollback !== undefined && {
      rollback: { ...record.rollback, startedAt: date(record.rollback.startedAt) },
    }),
  };
}

/** `ServiceDeploymentBrief` of ListServiceDeployments. */
export function serviceDeploymentBrief(state: EcsState, service: Service, record: ServiceDeployment): View {
  return {
    serviceDeploymentArn: record.arn,
    serviceArn: service.arn,
    clusterArn: clusterArn(state),
    createdAt: date(record.createdAt),
    startedAt: date(record.createdAt),
    finishedAt: date(record.finishedAt),
    targetServiceRevisionArn: record.targetRevisionArn,
    status: record.status,
    statusReason: record.statusReason,
  };
}

/** `ServiceRevision` of DescribeServiceRevisions. */
export function serviceRevisionView(state: EcsState, service: Service, revision: ServiceRevision): View {
  const { containerName, image } = definitionOf(state, revision.taskDefinitionArn);
  return {
    serviceRevisionArn: revision.arn,
    serviceArn: service.arn,
    clusterArn: clusterArn(state),
    taskDefinition: revision.taskDefinitionArn,
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    containerImages: [{ containerName, image, imageDigest: revision.imageDigest }],
    loadBalancers: loadBalancers(state, service),
    createdAt: date(revision.createdAt),
  };
}
