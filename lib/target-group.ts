/**
 * A target group of a user's app as the configuration writes it: two ARNs. Read late, because a target group may be
 * attached to its load balancer after the healer has heard of it. What is none, or of another place, is found here.
 */
import { Aws, Fn, Token } from 'aws-cdk-lib';
import { ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IConstruct } from 'constructs';
import type { Finding } from '../core/runbook/problem.ts';
import { arnElsewhere } from './elsewhere.ts';
import type { ServiceConfig, TargetGroupArns } from './heals-props.ts';
import type { References } from './references.ts';

type TargetGroupConfig = NonNullable<ServiceConfig['targetGroup']>;

/** The place of the mistake among the properties of `heals`. */
const PATH = ['targetGroup'] as const;

interface Translated {
  readonly config: TargetGroupConfig;
  readonly findings: readonly Finding[];
}

/**
 * The ARNs, with stand-ins for what is known when deployed. A target group that cannot be used is a finding, and ARNs
 * that read well all the same, so that it causes no others.
 */
export function targetGroupConfig(
  group: IApplicationTargetGroup | TargetGroupArns,
  healer: IConstruct,
  references: References,
): Translated {
  if (typeof group !== 'object' || group === null) return unusable(notATargetGroup(group), references);
  if (!isConstruct(group)) return { config: group, findings: awayFindings(group, healer) };
  if (!isOfApplications(group)) return unusable(ofNoApplication(group), references);
  const { config, findings } = fromConstruct(group, references);
  return { config, findings: [...findings, ...arnElsewhere(group.targetGroupArn, healer, PATH)] };
}

function fromConstruct(group: IApplicationTargetGroup, references: References): Translated {
  const shown = group.node.path;
  const { targetGroupArn } = group;
  const own = Token.isUnresolved(targetGroupArn) ? references.targetGroupArn(fullName(group), shown) : targetGroupArn;
  const balancer = loadBalancerOf(group);
  const findings = balancer === undefined ? [unattached(group)] : [];
  const loadBalancerArn =
    balancer !== undefined && isArn(balancer) ? balancer : references.loadBalancerArn(balancer ?? shown, shown);
  return { config: { targetGroupArn: own, loadBalancerArn }, findings };
}

function awayFindings(arns: TargetGroupArns, healer: IConstruct): readonly Finding[] {
  return (['targetGroupArn', 'loadBalancerArn'] as const).flatMap((key) =>
    arnElsewhere(arns[key], healer, [...PATH, key]),
  );
}

function unusable(finding: Finding, references: References): Translated {
  const targetGroupArn = references.targetGroupArn('no target group', 'no target group');
  const loadBalancerArn = references.loadBalancerArn('no load balancer', 'no load balancer');
  return { config: { targetGroupArn, loadBalancerArn }, findings: [finding] };
}

function notATargetGroup(given: unknown): Finding {
  const known = typeof given === 'string' && !Token.isUnresolved(given);
  const problem = `${known ? JSON.stringify(given) : 'this'} is no target group`;
  const allowed = ['a target group of this app', '{ targetGroupArn, loadBalancerArn }'];
  return { path: PATH, value: given, problem, allowed, fix: 'a target group alone does not tell its load balancer' };
}

/** Network load balancers measure neither requests nor errors. Both kinds are read by what they can do: see CDK's types. */
function isOfApplications(group: IApplicationTargetGroup): boolean {
  return 'registerConnectable' in group && !group.loadBalancerArns.includes(':loadbalancer/net/');
}

function ofNoApplication(group: IApplicationTargetGroup): Finding {
  const problem = `${group.node.path} is not of an application load balancer, and no other measures errors and latency`;
  return { path: PATH, problem, fix: 'leave targetGroup out' };
}

function fullName(group: IApplicationTargetGroup): string {
  if (group instanceof ApplicationTargetGroup) return group.targetGroupFullName;
  return Fn.select(LAST_PART_OF_ARN, Fn.split(':', group.targetGroupArn));
}

/** `arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/…`, counted from 0. */
const LAST_PART_OF_ARN = 5;

/** The ARN of its load balancer where synth knows it, else what stands for `app/<name>/<id>`; undefined without one. */
function loadBalancerOf(group: IApplicationTargetGroup): string | undefined {
  if (group instanceof ApplicationTargetGroup) return firstLoadBalancer(group);
  const arns = group.loadBalancerArns;
  if (arns === Aws.NO_VALUE) return undefined;
  if (!Token.isUnresolved(arns)) return arns;
  const parts = Fn.split('/', arns);
  return Fn.join('/', [Fn.select(1, parts), Fn.select(2, parts), Fn.select(3, parts)]);
}

/** The construct offers no way to ask whether it is attached but to be refused. */
function firstLoadBalancer(group: ApplicationTargetGroup): string | undefined {
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

function unattached(group: IApplicationTargetGroup): Finding {
  const fix =
    group instanceof ApplicationTargetGroup
      ? 'add it to a listener, or leave targetGroup out'
      : 'give loadBalancerArns where it is imported, or write { targetGroupArn, loadBalancerArn }';
  return { path: PATH, problem: `${group.node.path} is attached to no load balancer`, fix };
}

function isConstruct(group: IApplicationTargetGroup | TargetGroupArns): group is IApplicationTargetGroup {
  return 'node' in group;
}
