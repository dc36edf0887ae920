/**
 * The target groups of a service. Several may take traffic at once, and each may be one of a pair that blue/green
 * deployments swap: then only one of the two has targets, and each deployment changes which.
 */
import type { ServiceEntry, TargetGroup } from './service.ts';

export type Balanced = Pick<ServiceEntry, 'targetGroup' | 'furtherTargetGroups'>;

/** Target groups that ECS allows per service, alternates included; more metrics would not fit an alarm. */
export const TARGET_GROUPS_MAX = 5;

/** The ways to reach the service; a blue/green pair counts as one. Empty without a load balancer. */
export function targetGroupsOf({ targetGroup, furtherTargetGroups = [] }: Balanced): readonly TargetGroup[] {
  return targetGroup === undefined ? furtherTargetGroups : [targetGroup, ...furtherTargetGroups];
}

/** The same with each group of a pair separately, the alternate after the other. */
export function singleTargetGroupsOf(service: Balanced): readonly TargetGroup[] {
  return targetGroupsOf(service).flatMap(({ alternate, ...group }) =>
    alternate === undefined ? [group] : [group, { ...group, ...alternate }],
  );
}

/** ARNs of the groups, those of a pair together. */
export function targetGroupArns(service: Balanced): readonly (readonly string[])[] {
  return targetGroupsOf(service).map(({ arn, alternate }) => (alternate === undefined ? [arn] : [arn, alternate.arn]));
}

/** Network load balancers count flows and bytes, neither requests nor answers. */
export function isNetwork({ network }: Pick<TargetGroup, 'network'>): boolean {
  return network === true;
}

/** Whether a load balancer counts the service's requests. */
export function countsRequests(service: Balanced): boolean {
  return targetGroupsOf(service).some((group) => !isNetwork(group));
}
