/**
 * Finds the target groups that the app attaches a service to, including alternates of blue/green deployments, so that
 * users need not repeat them. Read late, because a service may be attached after its registration.
 */
import { BaseService, CfnService, type IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { ITargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IConstruct } from 'constructs';
import type { EcsServiceName } from './heals-props.ts';
import { identityOf, withIdentities } from './expression-identity.ts';

export interface Attached {
  /** Absent when the app has only its ARN, or a classic load balancer. */
  readonly group?: ITargetGroup;
  readonly alternate?: ITargetGroup;
  /** What the service calls the target group, for messages. */
  readonly named: string;
}

interface Entry {
  readonly targetGroupArn?: unknown;
  readonly loadBalancerName?: unknown;
  readonly advancedConfiguration?: { readonly alternateTargetGroupArn?: unknown };
}

/** The service's attachments; none for a service that is only named or imported. */
export function attachedTargetGroups(service: IBaseService | EcsServiceName): readonly Attached[] {
  const resource = service instanceof BaseService ? service.node.defaultChild : undefined;
  if (!(resource instanceof CfnService)) return [];
  const entries = (withIdentities(resource, resource.loadBalancers) ?? []) as readonly Entry[];
  if (entries.length === 0) return [];
  const groups = groupsByIdentity(resource);
  return entries.map(({ targetGroupArn, loadBalancerName, advancedConfiguration }) => {
    const group = groups.get(JSON.stringify(targetGroupArn));
    const alternate = groups.get(JSON.stringify(advancedConfiguration?.alternateTargetGroupArn));
    return {
      named: String(targetGroupArn ?? loadBalancerName),
      ...(group === undefined ? {} : { group }),
      ...(alternate === undefined ? {} : { alternate }),
    };
  });
}

/** The ARNs of all target groups that the service names, in the form of `identityOf`. */
export function attachedIdentities(service: BaseService): readonly string[] {
  const resource = service.node.defaultChild;
  if (!(resource instanceof CfnService)) return [];
  const entries = (withIdentities(resource, resource.loadBalancers) ?? []) as readonly Entry[];
  return entries
    .flatMap((one) => [one.targetGroupArn, one.advancedConfiguration?.alternateTargetGroupArn])
    .filter((one) => one !== undefined)
    .map((one) => JSON.stringify(one));
}

/** The app's target groups, imported ones included, by the meaning of their ARN. */
function groupsByIdentity(scope: IConstruct): ReadonlyMap<string, ITargetGroup> {
  const found = new Map<string, ITargetGroup>();
  for (const one of scope.node.root.node.findAll().filter(isTargetGroup)) {
    const identity = identityOf(scope, one.targetGroupArn);
    if (!found.has(identity)) found.set(identity, one);
  }
  return found;
}

/** Checks properties, because the CDK keeps the classes of imported groups private. A layer 1 resource does not count. */
function isTargetGroup(one: IConstruct): one is ITargetGroup {
  return 'targetGroupArn' in one && 'loadBalancerArns' in one && 'loadBalancerAttached' in one;
}
