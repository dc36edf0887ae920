/**
 * The target groups of a service. It may have several that all take traffic, and each may be one of a pair that
 * blue/green deployments swap: then only one of the two has targets, and which one changes with every deployment.
 */
import type { ServiceEntry, TargetGroup } from './service.ts';

export type Balanced = Pick<ServiceEntry, 'targetGroup' | 'furtherTargetGroups'>;

/** Target groups ECS lets one service have, alternates included; more metrics than these need would not fit an alarm. */
export const TARGET_GROUPS_MAX = 5;

/** The ways the service is reached, a blue/green pair counting as one. Empty without a load balancer. */
export function targetGroupsOf({ targetGroup, furtherTargetGroups = [] }: Balanced): readonly TargetGroup[] {
  return targetGroup === undefined ? furtherTargetGroups : [targetGroup, ...furtherTargetGroups];
}

/** The same with each group of a pair on its own, the alternate after the other. */
export function singleTargetGroupsOf(service: Balanced): readonly TargetGroup[] {
  return targetGroupsOf(service).flatMap(({ alternate, ...group }) =>
    alternate === undefined ? [group] : [group, { ...group, ...alternate }],
  );
}

/** ARNs of the groups, those of a pair together. */
export function targetGroupArns(service: Balanced): readonly (readonly string[])[] {
  return targetGroupsOf(service).map(({ arn, alternate }) => (alternate === undefined ? [arn] : [arn, alternate.arn]));
}

/** Network load balancers count flows and bytes, neither requests nor what they were answered. */
export function isNetwork({ network }: Pick<TargetGroup, 'network'>): boolean {
  return network === true;
}

/** Whether anything counts the requests of the service. */
export function countsRequests(service: Balanced): boolean {
  return targetGroupsOf(service).some((group) => !isNetwork(group));
}
