/**
 * Services of an app that a healer could not heal, or not see, though everything said about them reads well: what their
 * own constructs tell about scheduling, deployments, target groups and Container Insights. Of a service that is only
 * named nothing is known, and nothing is held against it.
 */
import { BaseService, CfnCluster, CfnService } from 'aws-cdk-lib/aws-ecs';
import type { IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { Finding, Path } from '../core/runbook/problem.ts';
import type { EcsServiceName, HealsProps } from './heals-props.ts';
import { attachedIdentities } from './attached-target-groups.ts';
import { identityOf, withIdentities } from './expression-identity.ts';
import { isTargetGroup } from './target-group.ts';

/** What is in the way of healing this service. */
export function unfitness(service: IBaseService | EcsServiceName, props: HealsProps): readonly Finding[] {
  const insights = insightsFindings(service.cluster, props);
  const resource = service instanceof BaseService ? service.node.defaultChild : undefined;
  if (!(service instanceof BaseService) || !(resource instanceof CfnService)) return insights;
  return [...scheduling(resource), ...foreignTargetGroups(service, props), ...insights];
}

function scheduling(service: CfnService): readonly Finding[] {
  const { schedulingStrategy: strategy, deploymentController } = withIdentities(service, {
    schedulingStrategy: service.schedulingStrategy,
    deploymentController: service.deploymentController,
  }) as { readonly schedulingStrategy?: string; readonly deploymentController?: { readonly type?: string } };
  const type = deploymentController?.type ?? 'ECS';
  return [
    ...(strategy === 'DAEMON'
      ? [
          unfit(
            'is a daemon service, which has no desired count to raise before a task is stopped',
            'REPLICA',
            strategy,
          ),
        ]
      : []),
    ...(type === 'ECS'
      ? []
      : [unfit(`is deployed by ${type}, and the healer reads and rolls back deployments of ECS`, 'ECS', type)]),
  ];
}

function unfit(problem: string, allowed: string, value: string): Finding {
  return { path: [], value, problem, allowed: [allowed], fix: 'leave the service out' };
}

/** Errors and latency of a target group that another service of the app is behind would heal the wrong one. */
function foreignTargetGroups(service: BaseService, props: HealsProps): readonly Finding[] {
  return [
    ...foreign(service, props.targetGroup, ['targetGroup']),
    ...foreign(service, props.alternateTargetGroup, ['alternateTargetGroup']),
    ...(Array.isArray(props.targetGroups) ? (props.targetGroups as readonly unknown[]) : []).flatMap((group, index) =>
      foreign(service, group, ['targetGroups', index]),
    ),
  ];
}

function foreign(service: BaseService, group: unknown, path: Path): readonly Finding[] {
  if (!isTargetGroup(group)) return [];
  const arn = identityOf(service, group.targetGroupArn);
  const behind = service.node.root.node
    .findAll()
    .filter((one) => one instanceof BaseService)
    .filter((one) => attachedIdentities(one).includes(arn));
  const [other] = behind;
  if (other === undefined || behind.includes(service)) return [];
  const problem = `${group.node.path} has the tasks of ${other.node.path}, not of this service`;
  return [{ path, problem, fix: 'give the target group this service is attached to' }];
}

/** What Container Insights has to be for a word of `heals`. */
const INSIGHTS_NEEDED = {
  taskMetrics: ['enhanced'],
  taskCounts: ['enabled', 'enhanced'],
} as const satisfies Readonly<Partial<Record<keyof HealsProps, readonly string[]>>>;

/** `CloudWatch` would be asked for metrics nobody publishes: an alarm on missing tasks would even be red at once. */
function insightsFindings(cluster: EcsServiceName['cluster'] | undefined, props: HealsProps): readonly Finding[] {
  const resource = typeof cluster === 'object' ? cluster.node.defaultChild : undefined;
  if (typeof cluster !== 'object' || !(resource instanceof CfnCluster)) return [];
  const settings = (withIdentities(resource, resource.clusterSettings) ?? []) as CfnCluster.ClusterSettingsProperty[];
  const value = settings.find(({ name }) => name === 'containerInsights')?.value ?? 'not set';
  return (['taskMetrics', 'taskCounts'] as const).flatMap((word): readonly Finding[] => {
    const needed: readonly string[] = INSIGHTS_NEEDED[word];
    if (props[word] !== true || needed.includes(value)) return [];
    const problem = `Container Insights of ${cluster.node.path} is ${value}`;
    const fix = `write containerInsightsV2: ContainerInsights.ENHANCED at the cluster, or leave ${word} out`;
    return [{ path: [word], value, problem, allowed: needed, fix }];
  });
}
