/**
 * The target groups of a service in the configuration, and the rules between them. The first one is the service's
 * `targetGroup` in the catalog, whether there are more or not.
 */
import type { ServiceEntry, TargetGroup } from '../catalog/service.ts';
import type { Finding, Path } from '../runbook/problem.ts';
import { TARGET_GROUPS_MAX } from '../catalog/target-groups.ts';
import { loadBalancerDimension, targetGroupDimension } from './resource-names.ts';

interface TargetGroupSettings {
  readonly targetGroupArn: string;
  readonly loadBalancerArn: string;
  readonly alternateTargetGroupArn?: string | undefined;
}

export interface BalancedSettings {
  readonly targetGroup?: TargetGroupSettings | undefined;
  readonly targetGroups?: readonly TargetGroupSettings[] | undefined;
}

/** Their part of the catalog's entry. */
export function targetGroupEntry(
  settings: BalancedSettings,
): Pick<ServiceEntry, 'targetGroup' | 'furtherTargetGroups'> {
  const [first, ...further] = given(settings).map(entryOf);
  return {
    ...(first === undefined ? {} : { targetGroup: first }),
    ...(further.length === 0 ? {} : { furtherTargetGroups: further }),
  };
}

/** Whether a load balancer counts the requests: network load balancers count flows and bytes. */
export function countsRequests(settings: BalancedSettings): boolean {
  return given(settings).some(({ loadBalancerArn }) => !isOfNetwork(loadBalancerArn));
}

/** Mistakes between the target groups of each service. */
export function targetGroupFindings(services: readonly BalancedSettings[]): readonly Finding[] {
  return services.flatMap((service, index) => findingsOf(service, ['services', index]));
}

function findingsOf(settings: BalancedSettings, path: Path): readonly Finding[] {
  const { targetGroup, targetGroups } = settings;
  const at = [...path, targetGroups === undefined ? 'targetGroup' : 'targetGroups'];
  if (targetGroup !== undefined && targetGroups !== undefined) {
    return [{ path: at, problem: 'targetGroup is given too', fix: 'keep one: targetGroups for several' }];
  }
  const arns = given(settings).flatMap(arnsOf);
  const twice = arns.find((arn, index) => arns.indexOf(arn) !== index);
  if (twice !== undefined) return [{ path: at, value: twice, problem: `${twice} is given twice`, fix: 'keep one' }];
  if (arns.length <= TARGET_GROUPS_MAX) return [];
  const problem = `${arns.length} target groups, alternates included, are more than the ${TARGET_GROUPS_MAX} of an ECS service`;
  return [{ path: at, value: arns.length, problem, fix: 'leave out those that are not of this service' }];
}

function isOfNetwork(loadBalancerArn: string): boolean {
  return loadBalancerDimension(loadBalancerArn).startsWith('net/');
}

function given({ targetGroup, targetGroups = [] }: BalancedSettings): readonly TargetGroupSettings[] {
  return targetGroup === undefined ? targetGroups : [targetGroup];
}

function arnsOf({ targetGroupArn, alternateTargetGroupArn }: TargetGroupSettings): readonly string[] {
  return alternateTargetGroupArn === undefined ? [targetGroupArn] : [targetGroupArn, alternateTargetGroupArn];
}

function entryOf({ targetGroupArn: arn, loadBalancerArn, alternateTargetGroupArn }: TargetGroupSettings): TargetGroup {
  return {
    arn,
    targetGroupDimension: targetGroupDimension(arn),
    loadBalancerDimension: loadBalancerDimension(loadBalancerArn),
    ...(isOfNetwork(loadBalancerArn) ? { network: true as const } : {}),
    ...(alternateTargetGroupArn === undefined
      ? {}
      : {
          alternate: {
            arn: alternateTargetGroupArn,
            targetGroupDimension: targetGroupDimension(alternateTargetGroupArn),
          },
        }),
  };
}
