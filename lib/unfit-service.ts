/**
 * Finds services that the healer could not heal, or not observe, although their properties are valid. It reads what their
 * constructs say about scheduling, deployments, target groups and Container Insights. A service that is only named has no
 * constructs, and passes.
 */
import { BaseService, CfnCluster, CfnService, type IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { Finding, Path } from '../core/runbook/problem.ts';
import { kindOf, type ServiceKind } from '../core/service-kind/kind-of.ts';
import { KINDS } from '../core/service-kind/kinds.ts';
import type { EcsServiceName, HealsProps } from './heals-props.ts';
import { attachedIdentities } from './attached-target-groups.ts';
import { identityOf, withIdentities } from './expression-identity.ts';
import { isTargetGroup } from './target-group.ts';

/** What prevents healing this service. */
export function unfitness(service: IBaseService | EcsServiceName, props: HealsProps): readonly Finding[] {
  const insights = insightsFindings(service.cluster, props);
  const resource = service instanceof BaseService ? service.node.defaultChild : undefined;
  if (!(service instanceof BaseService) || !(resource instanceof CfnService)) return insights;
  return [...scheduling(resource, props), ...foreignTargetGroups(service, props), ...insights];
}

/** The kind of service that a construct makes; a token counts as AWS's default until it is deployed. */
export function kindOfResource(service: CfnService): ServiceKind {
  const { schedulingStrategy, deploymentController, deploymentConfiguration } = withIdentities(service, {
    schedulingStrategy: service.schedulingStrategy,
    deploymentController: service.deploymentController,
    deploymentConfiguration: service.deploymentConfiguration,
  }) as {
    readonly schedulingStrategy?: unknown;
    readonly deploymentController?: { readonly type?: unknown };
    readonly deploymentConfiguration?: { readonly strategy?: unknown };
  };
  return kindOf({
    schedulingStrategy: wordOf(schedulingStrategy),
    controller: wordOf(deploymentController?.type),
    strategy: wordOf(deploymentConfiguration?.strategy),
  });
}

function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Refuses a service that no remedy can help; for a service with some remedies, a warning is enough. */
function scheduling(service: CfnService, { toggles = [] }: HealsProps): readonly Finding[] {
  const kind = kindOfResource(service);
  const { changes, fix = 'list a toggle that helps, or leave the service out' } = KINDS[kind.name];
  const { tasks } = changes;
  if (tasks.may === 'yes' || toggles.length > 0) return [];
  return [{ path: [], problem: `${kind.text}: ${tasks.why}`, fix }];
}

/** Errors and latency of a target group with another service behind it would heal the wrong one. */
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

/** What Container Insights must be for each property of `heals`. */
const INSIGHTS_NEEDED = {
  taskMetrics: ['enhanced'],
  taskCounts: ['enabled', 'enhanced'],
} as const satisfies Readonly<Partial<Record<keyof HealsProps, readonly string[]>>>;

/** Without it, alarms would use metrics that do not exist: one on missing tasks would be red at once. */
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
