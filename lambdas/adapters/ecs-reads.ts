/** The reading half of the `Services` port: ECS and the load balancer, page by page, with a limit on every list. */
import {
  ClientException,
  DescribeContainerInstancesCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  type ServiceDeploymentStatus,
  type Task,
} from '@aws-sdk/client-ecs';
import {
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { singleTargetGroupsOf, targetGroupsOf } from '../../core/catalog/target-groups.ts';
import { NotThere, ReadFailed } from '../../core/ports/errors.ts';
import { type DeploymentRecord, type TaskDefinitionSnapshot } from '../../core/world/release.ts';
import { type Services } from '../../core/ports/services.ts';
import { inChunks, reading } from './aws-call.ts';
import { readProtections } from './ecs-protection.ts';
import * as snapshots from './ecs-snapshots.ts';

export interface EcsClients {
  readonly ecs: ECSClient;
  readonly loadBalancer: ElasticLoadBalancingV2Client;
}

export type ServiceReads = Pick<
  Services,
  'describe' | 'tasks' | 'protections' | 'targets' | 'deployments' | 'taskDefinition'
>;

/** ECS allows no more tasks per page and per description. */
const TASKS_PER_CALL = 100;

/** Pages of tasks. The healer does not replace single tasks of a service with more than a thousand. */
const TASK_PAGES_MAX = 10;

/** Deployments read of the history: ECS describes so many in one call, and for most services they span months. */
const DEPLOYMENTS_MAX = 20;

/** All but stopped and failed deployments: their revisions are no rollback targets. */
const DEPLOYMENT_STATUSES: readonly ServiceDeploymentStatus[] = [
  'PENDING',
  'IN_PROGRESS',
  'SUCCESSFUL',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
  'ROLLBACK_SUCCESSFUL',
];

export function serviceReads({ ecs, loadBalancer }: EcsClients): ServiceReads {
  return {
    describe: (service) =>
      reading(`Service ${service.name} could not be read`, async () => {
        const answer = await ecs.send(
          new DescribeServicesCommand({ cluster: service.cluster, services: [service.ecsService] }),
        );
        const described = answer.services?.[0];
        if (described !== undefined) return snapshots.serviceSnapshot(described);
        throw new NotThere(`ECS has no service ${service.ecsService}: ${answer.failures?.[0]?.reason ?? 'no reason'}`);
      }),
    tasks: (service) =>
      reading(`Tasks of ${service.name} could not be read`, async () => {
        const arns = await taskArns(ecs, service);
        const describe = (tasks: readonly string[]) =>
          ecs.send(new DescribeTasksCommand({ cluster: service.cluster, tasks: [...tasks] }));
        const answers = await Promise.all(inChunks(arns, TASKS_PER_CALL).map(describe));
        // ECS reports a task that ended between the two calls as a failure; it must not be in the list.
        const tasks = answers.flatMap((answer) => answer.tasks ?? []);
        const instances = await instanceIds(ecs, service, tasks);
        return tasks.map((task) => snapshots.taskSnapshot(task, instances));
      }),
    protections: (service, taskArns) =>
      reading(`Protection of tasks of ${service.name} could not be read`, () =>
        readProtections(ecs, service, taskArns),
      ),
    targets: (service) =>
      reading(`Targets of ${service.name} could not be read`, async () => {
        const inGroups = await Promise.all(
          singleTargetGroupsOf(service).map(async ({ arn }) => {
            const answer = await loadBalancer.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn }));
            return (answer.TargetHealthDescriptions ?? []).map((one) => snapshots.targetSnapshot(one, arn));
          }),
        );
        return inGroups.flat();
      }),
    deployments: (service) =>
      reading(`Deployments of ${service.name} could not be read`, () => deploymentHistory(ecs, service)),
    taskDefinition: (arn) => reading(`Task definition ${arn} could not be read`, () => readTaskDefinition(ecs, arn)),
  };
}

/** @throws NotThere when it was deleted: ECS reports only this as a client error here. */
export async function readTaskDefinition(ecs: ECSClient, arn: string): Promise<TaskDefinitionSnapshot> {
  const answer = await ecs
    .send(new DescribeTaskDefinitionCommand({ taskDefinition: arn, include: ['TAGS'] }))
    .catch((cause: unknown) => {
      if (cause instanceof ClientException) throw new NotThere(`There is no ${arn}: ${cause.message}`, { cause });
      throw cause;
    });
  const definition = snapshots.required(answer.taskDefinition, 'anything about the task definition');
  return {
    arn: snapshots.required(definition.taskDefinitionArn, 'the ARN of the task definition'),
    status: snapshots.required(definition.status, 'the status of the task definition'),
    images: (definition.containerDefinitions ?? []).flatMap((container) => container.image ?? []),
    tags: Object.fromEntries((answer.tags ?? []).map((tag) => [tag.key ?? '', tag.value ?? ''])),
    references: snapshots.referencesOf(definition.containerDefinitions ?? []),
    roles: [definition.taskRoleArn, definition.executionRoleArn].filter((role) => role !== undefined),
  };
}

/**
 * EC2 instance ids by container instance ARN, for tasks that share the network of an instance. Asked only where a load
 * balancer knows the instance and not the task. A terminated instance is absent, and its tasks match no target.
 */
async function instanceIds(
  ecs: ECSClient,
  service: ServiceEntry,
  tasks: readonly Task[],
): Promise<ReadonlyMap<string, string>> {
  const arns = [...new Set(tasks.flatMap((task) => snapshots.sharedInstance(task) ?? []))];
  if (targetGroupsOf(service).length === 0) return new Map();
  const answers = await Promise.all(
    inChunks(arns, TASKS_PER_CALL).map((containerInstances) =>
      ecs.send(
        new DescribeContainerInstancesCommand({
          cluster: service.cluster,
          containerInstances: [...containerInstances],
        }),
      ),
    ),
  );
  const described = answers.flatMap(({ containerInstances }) => containerInstances ?? []);
  return new Map(
    described.flatMap(({ containerInstanceArn, ec2InstanceId }): [string, string][] =>
      containerInstanceArn === undefined || ec2InstanceId === undefined ? [] : [[containerInstanceArn, ec2InstanceId]],
    ),
  );
}

async function taskArns(ecs: ECSClient, service: ServiceEntry): Promise<readonly string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < TASK_PAGES_MAX; page += 1) {
    const answer = await ecs.send(
      new ListTasksCommand({
        cluster: service.cluster,
        serviceName: service.ecsService,
        desiredStatus: 'RUNNING',
        maxResults: TASKS_PER_CALL,
        ...(nextToken !== undefined && { nextToken }),
      }),
    );
    arns.push(...(answer.taskArns ?? []));
    nextToken = answer.nextToken;
    if (nextToken === undefined) return arns;
  }
  throw new ReadFailed(`${service.name} has more than ${TASK_PAGES_MAX * TASKS_PER_CALL} tasks`);
}

/** The newest deployments first, each with the revision that ran after it. */
export async function deploymentHistory(ecs: ECSClient, service: ServiceEntry): Promise<readonly DeploymentRecord[]> {
  const listed = await ecs.send(
    new ListServiceDeploymentsCommand({
      cluster: service.cluster,
      service: service.ecsService,
      status: [...DEPLOYMENT_STATUSES],
      maxResults: 100,
    }),
  );
  const newest = (listed.serviceDeployments ?? [])
    .toSorted((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0))
    .slice(0, DEPLOYMENTS_MAX)
    .flatMap((brief) => brief.serviceDeploymentArn ?? []);
  if (newest.length === 0) return [];
  const described = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: newest }));
  const deployments = described.serviceDeployments ?? [];
  const revisionArns = [...new Set(deployments.flatMap(snapshots.revisionsOf))];
  const answers = await Promise.all(
    inChunks(revisionArns, DEPLOYMENTS_MAX).map((arns) =>
      ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns: [...arns] })),
    ),
  );
  const revisions = answers.flatMap((answer) => answer.serviceRevisions ?? []);
  return deployments
    .map((deployment) => snapshots.deploymentRecord(deployment, revisions))
    .toSorted((a, b) => b.startedAt - a.startedAt);
}
