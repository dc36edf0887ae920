/**
 * Translates a target group of a user's app into the configuration: two ARNs. Read late, because the app may attach a
 * target group to its load balancer after the call. It finds values that are no target group, or that are in another
 * environment.
 */
import { Aws, Fn, Token } from 'aws-cdk-lib';
import { ApplicationTargetGroup, NetworkTargetGroup, type ITargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IConstruct } from 'constructs';
import type { Finding, Path } from '../core/runbook/problem.ts';
import { arnInOtherEnvironment } from './same-environment.ts';
import type { ServiceConfig, TargetGroupArns } from './heals-props.ts';
import type { References } from './references.ts';

export type TargetGroupConfig = NonNullable<ServiceConfig['targetGroup']>;

export interface TranslatedTargetGroup {
  readonly config: TargetGroupConfig;
  readonly findings: readonly Finding[];
}

export interface TargetGroupReading {
  readonly healer: IConstruct;
  readonly references: References;
  /** The property of `heals` that a mistake belongs to. */
  readonly path: Path;
}

/**
 * The ARNs, with stand-ins for names known only after deployment. An unusable target group is a finding, with valid ARNs,
 * so that it causes no others.
 */
export function targetGroupConfig(
  group: ITargetGroup | TargetGroupArns,
  { healer, references, path }: TargetGroupReading,
): TranslatedTargetGroup {
  if (typeof group !== 'object' || group === null) return unusable(notATargetGroup(group, path), references);
  if (!isTargetGroup(group)) return { config: group, findings: awayFindings(group, healer, path) };
  const balancer = loadBalancerOf(group);
  const shown = group.node.path;
  const loadBalancerArn =
    balancer !== undefined && isArn(balancer)
      ? balancer
      : references.loadBalancerArn(balancer ?? shown, shown, isOfNetwork(group) ? 'net' : 'app');
  return {
    config: { targetGroupArn: ownArn(group, references), loadBalancerArn },
    findings: [
      ...(balancer === undefined ? [unattached(group, path)] : []),
      ...arnInOtherEnvironment(group.targetGroupArn, healer, path),
    ],
  };
}

/** The same for the other group of a blue/green pair behind the same load balancer. */
export function alternateArn(
  group: ITargetGroup | TargetGroupArns,
  reading: TargetGroupReading,
): { readonly arn: string | undefined; readonly findings: readonly Finding[] } {
  const { healer, references, path } = reading;
  if (typeof group !== 'object' || group === null) return { arn: undefined, findings: [notATargetGroup(group, path)] };
  const arn = isTargetGroup(group) ? ownArn(group, references) : group.targetGroupArn;
  return { arn, findings: arnInOtherEnvironment(group.targetGroupArn, healer, path) };
}

/** Whether a network load balancer forwards its packets; otherwise an application load balancer measures its requests. */
function isOfNetwork(group: ITargetGroup): boolean {
  return !('registerConnectable' in group) || group.loadBalancerArns.includes(':loadbalancer/net/');
}

function ownArn(group: ITargetGroup, references: References): string {
  const { targetGroupArn } = group;
  if (!Token.isUnresolved(targetGroupArn)) return targetGroupArn;
  return references.targetGroupArn(fullName(group), group.node.path);
}

function awayFindings(arns: TargetGroupArns, healer: IConstruct, path: Path): readonly Finding[] {
  return (['targetGroupArn', 'loadBalancerArn'] as const).flatMap((key) =>
    arnInOtherEnvironment(arns[key], healer, [...path, key]),
  );
}

function unusable(finding: Finding, references: References): TranslatedTargetGroup {
  const targetGroupArn = references.targetGroupArn('no target group', 'no target group');
  const loadBalancerArn = references.loadBalancerArn('no load balancer', 'no load balancer');
  return { config: { targetGroupArn, loadBalancerArn }, findings: [finding] };
}

function notATargetGroup(given: unknown, path: Path): Finding {
  const known = typeof given === 'string' && !Token.isUnresolved(given);
  const problem = `${known ? JSON.stringify(given) : 'this'} is not a target group`;
  const allowed = ['a target group of this app', '{ targetGroupArn, loadBalancerArn }'];
  return {
    path,
    value: given,
    problem,
    allowed,
    fix: 'give both ARNs: a target group does not name its load balancer',
  };
}

function fullName(group: ITargetGroup): string {
  if (isMadeHere(group)) return group.targetGroupFullName;
  return Fn.select(LAST_PART_OF_ARN, Fn.split(':', group.targetGroupArn));
}

function isMadeHere(group: unknown): group is ApplicationTargetGroup | NetworkTargetGroup {
  return group instanceof ApplicationTargetGroup || group instanceof NetworkTargetGroup;
}

/** `arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/…`, counted from 0. */
const LAST_PART_OF_ARN = 5;

/** The ARN of its load balancer if synth knows it, else the stand-in of `app/<name>/<id>`; undefined without one. */
export function loadBalancerOf(group: ITargetGroup): string | undefined {
  if (isMadeHere(group)) return firstLoadBalancer(group);
  const arns = group.loadBalancerArns;
  if (arns === Aws.NO_VALUE) return undefined;
  if (!Token.isUnresolved(arns)) return arns;
  const parts = Fn.split('/', arns);
  return Fn.join('/', [Fn.select(1, parts), Fn.select(2, parts), Fn.select(3, parts)]);
}

/** The construct has no method that asks whether it is attached; the getter throws instead. */
function firstLoadBalancer(group: ApplicationTargetGroup | NetworkTargetGroup): string | undefined {
  try {
    return group.firstLoadBalancerFullName;
  } catch (error) {
    if (error instanceof Error && /attached to a LoadBalancer/i.test(error.message)) return undefined;
    throw error;
  }
}

function isArn(text: string): boolean {
  return text.startsWith('arn:');
}

function unattached(group: ITargetGroup, path: Path): Finding {
  const fix = isMadeHere(group)
    ? 'add it to a listener, or leave targetGroup out'
    : 'give loadBalancerArns to the import, or write { targetGroupArn, loadBalancerArn }';
  return { path, problem: `${group.node.path} is not attached to a load balancer`, fix };
}

/** Whether it is a construct; JavaScript allows any value. */
export function isTargetGroup(group: unknown): group is ITargetGroup {
  return typeof group === 'object' && group !== null && 'node' in group;
}
