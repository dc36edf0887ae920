/**
 * The target groups that the app itself attaches a service to, so that nobody has to repeat them: alternates of blue/green
 * deployments too. Read late, since a service may be attached after it was registered.
 */
import { BaseService, CfnService } from 'aws-cdk-lib/aws-ecs';
import type { IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { ITargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IConstruct } from 'constructs';
import type { EcsServiceName } from './heals-props.ts';
import { identityOf, withIdentities } from './expression-identity.ts';

/** One attachment of a service. */
export interface Attached {
  /** The construct of the target group; absent where the app has only its ARN, or a classic load balancer. */
  readonly group?: ITargetGroup;
  readonly alternate?: ITargetGroup;
  /** What the service names, for messages. */
  readonly named: string;
}

interface Entry {
  readonly targetGroupArn?: unknown;
  readonly loadBalancerName?: unknown;
  readonly advancedConfiguration?: { readonly alternateTargetGroupArn?: unknown };
}

/** What the service is attached to; nothing is known of a service that is only named or imported. */
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

/** Every ARN the service names as one of its target groups, as `identityOf` has it. */
export function attachedIdentities(service: BaseService): readonly string[] {
  const resource = service.node.defaultChild;
  if (!(resource instanceof CfnService)) return [];
  const entries = (withIdentities(resource, resource.loadBalancers) ?? []) as readonly Entry[];
  return entries
    .flatMap((one) => [one.targetGroupArn, one.advancedConfiguration?.alternateTargetGroupArn])
    .filter((one) => one !== undefined)
    .map((one) => JSON.stringify(one));
}

/** Target groups of the app, imported ones included, by what their ARN means. */
function groupsByIdentity(scope: IConstruct): ReadonlyMap<string, ITargetGroup> {
  const found = new Map<string, ITargetGroup>();
  for (const one of scope.node.root.node.findAll().filter(isTargetGroup)) {
    const identity = identityOf(scope, one.targetGroupArn);
    if (!found.has(identity)) found.set(identity, one);
  }
  return found;
}

/** By what it can do: the CDK's imported groups are of classes that it keeps to itself. Its resource of layer 1 is none. */
function isTargetGroup(one: IConstruct): one is ITargetGroup {
  return 'targetGroupArn' in one && 'loadBalancerArns' in one && 'loadBalancerAttached' in one;
}
