/**
 * The target groups of one registered service: those given, else those that its app attaches it to. If the app shows only
 * a part of them, synth says what is missing.
 */
import { Annotations } from 'aws-cdk-lib';
import type { ITargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IConstruct } from 'constructs';
import type { Catalog } from '../core/catalog/catalog.ts';
import type { Finding, Path } from '../core/runbook/problem.ts';
import { isNetwork, targetGroupsOf } from '../core/catalog/target-groups.ts';
import { attachedTargetGroups, type Attached } from './attached-target-groups.ts';
import { identityOf } from './expression-identity.ts';
import type { HealedTargetGroup, HealsProps, ServiceConfig, TargetGroupArns } from './heals-props.ts';
import type { References } from './references.ts';
import { isConstruct, nameOf, type RegisteredService } from './service-name.ts';
import {
  alternateArn,
  isTargetGroup,
  loadBalancerOf,
  targetGroupConfig,
  type TargetGroupConfig,
} from './target-group.ts';

type Balanced = Pick<ServiceConfig, 'targetGroup' | 'targetGroups'>;

interface Translated<Config> {
  readonly config: Config;
  readonly findings: readonly Finding[];
}

interface Reading {
  readonly healer: IConstruct;
  readonly references: References;
}

interface Wanted {
  readonly group: ITargetGroup | TargetGroupArns;
  readonly alternate?: ITargetGroup | TargetGroupArns | undefined;
  readonly path: Path;
}

/** The part of the configuration about the service's target groups. */
export function targetGroupsConfig({ service, props }: RegisteredService, reading: Reading): Translated<Balanced> {
  const { targetGroup, alternateTargetGroup, targetGroups } = props;
  const attached = attachedTargetGroups(service);
  const alternateOf = (group: HealedTargetGroup): ITargetGroup | undefined =>
    attached.find((one) => isSame(one.group, group, reading.healer))?.alternate;
  const single =
    targetGroup === undefined
      ? undefined
      : read(wanted(targetGroup, alternateTargetGroup ?? alternateOf(targetGroup)), reading);
  const several = Array.isArray(targetGroups)
    ? (targetGroups as readonly HealedTargetGroup[]).map((group, index) =>
        read({ group, alternate: alternateOf(group), path: ['targetGroups', index] }, reading),
      )
    : undefined;
  if (single === undefined && several === undefined) {
    const found = foundConfig(attached, reading);
    const findings = alternateTargetGroup === undefined ? [] : [alternateOfNone()];
    return { config: { ...found.config, ...unreadable(targetGroups) }, findings: [...found.findings, ...findings] };
  }
  return {
    config: {
      ...(single === undefined ? {} : { targetGroup: single.config }),
      ...(several === undefined ? unreadable(targetGroups) : { targetGroups: several.map(({ config }) => config) }),
    },
    findings: [...(single?.findings ?? []), ...(several ?? []).flatMap(({ findings }) => findings)],
  };
}

function wanted(group: HealedTargetGroup, alternate: Wanted['alternate']): Wanted {
  return { group, alternate, path: ['targetGroup'] };
}

/** The configuration's check reports a value that is no list. */
function unreadable(targetGroups: HealsProps['targetGroups']): Balanced {
  return targetGroups === undefined || Array.isArray(targetGroups) ? {} : { targetGroups: targetGroups as never };
}

function alternateOfNone(): Finding {
  const problem = 'is an alternate without a target group';
  return {
    path: ['alternateTargetGroup'],
    problem,
    fix: 'give the target group that deployments swap it with as targetGroup',
  };
}

function foundConfig(attached: readonly Attached[], reading: Reading): Translated<Balanced> {
  const translated = attached.flatMap(({ group, alternate }) =>
    group === undefined || loadBalancerOf(group) === undefined
      ? []
      : [read({ group, alternate, path: ['targetGroup'] }, reading)],
  );
  const configs = translated.map(({ config }) => config);
  const findings = translated.flatMap((one) => one.findings);
  const [first, second] = configs;
  if (first === undefined) return { config: {}, findings };
  return { config: second === undefined ? { targetGroup: first } : { targetGroups: configs }, findings };
}

function read({ group, alternate, path }: Wanted, reading: Reading): Translated<TargetGroupConfig> {
  const { config, findings } = targetGroupConfig(group, { ...reading, path });
  if (alternate === undefined) return { config, findings };
  const other = alternateArn(alternate, { ...reading, path: ['alternateTargetGroup'] });
  return {
    config: { ...config, ...(other.arn === undefined ? {} : { alternateTargetGroupArn: other.arn }) },
    findings: [...findings, ...other.findings],
  };
}

function isSame(one: ITargetGroup | undefined, other: unknown, scope: IConstruct): boolean {
  if (one === undefined || !isTargetGroup(other)) return false;
  return identityOf(scope, one.targetGroupArn) === identityOf(scope, other.targetGroupArn);
}

/** Warns of missing alarms or a missing remedy when a load balancer is known only in part. */
export function warnOfTargetGroups(
  healer: IConstruct,
  services: readonly RegisteredService[],
  catalog: Pick<Catalog, 'services'>,
): void {
  const warn = (name: string, text: string): void =>
    Annotations.of(healer).addWarningV2(`healer:targetGroup:${name}`, text);
  for (const registered of services) {
    const name = nameOf(registered);
    const lost = attachedTargetGroups(registered.service).find((one) => !isCovered(one, registered, healer));
    if (lost !== undefined) warn(name, lostInWords(name, lost, registered));
  }
  for (const entry of Object.values(catalog.services)) {
    const groups = targetGroupsOf(entry);
    if (groups.length === 0 || !groups.every(isNetwork)) continue;
    warn(
      entry.name,
      `Service ${entry.name} is behind a network load balancer, which counts neither requests nor errors nor latency: ` +
        'its only load balancer alarm is the one on unhealthy targets.',
    );
  }
}

function isCovered({ group }: Attached, { props }: RegisteredService, healer: IConstruct): boolean {
  if (group === undefined) return false;
  const given = [...(props.targetGroup === undefined ? [] : [props.targetGroup]), ...(props.targetGroups ?? [])];
  if (given.length === 0) return loadBalancerOf(group) !== undefined;
  // Synth does not know whether unresolved ARNs are equal.
  return given.some((one) => !isTargetGroup(one) || isSame(group, one, healer));
}

function lostInWords(name: string, { group, named }: Attached, { service, props }: RegisteredService): string {
  const what = group === undefined ? named : group.node.path;
  const given = props.targetGroup !== undefined || props.targetGroups !== undefined;
  const lost = given
    ? 'the healer watches neither its requests nor its errors nor its unhealthy targets there'
    : 'the healer watches neither its error rate nor its latency nor its unhealthy targets';
  const where = isConstruct(service) ? service.node.path : name;
  return (
    `Service ${name}: ${where} is attached to ${what}, whose load balancer the healer does not know: ${lost}, and ` +
    'replaces none of its tasks (target-group-unknown). Give it to heals() as targetGroup or in targetGroups.'
  );
}
