/**
 * A service given to `heals` as the configuration writes it: names for constructs, stand-ins for names that exist only
 * when deployed. What only a CDK app can get wrong is found here; everything else where the configuration is checked.
 */
import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { IResource } from 'aws-cdk-lib';
import { BaseService } from 'aws-cdk-lib/aws-ecs';
import type { IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';
import type { Finding } from '../core/runbook/problem.ts';
import type { EcsServiceName, HealsProps, ServiceConfig, ToggleProps } from './heals-props.ts';
import { physicalName } from './physical-name.ts';
import type { References } from './references.ts';
import { targetGroupConfig } from './target-group.ts';

export interface RegisteredService {
  readonly service: IBaseService | EcsServiceName;
  readonly props: HealsProps;
}

export interface ServiceTranslation {
  readonly config: ServiceConfig;
  readonly findings: readonly Finding[];
}

/** Ids a construct has inside another that is the service to people: their name is that one's. */
const INNER_IDS = ['Service', 'Resource', 'Default'];

/** Translates one registration. `names` finds the name of another registered service. */
export function serviceConfig(
  { service, props }: RegisteredService,
  references: References,
  names: (service: IBaseService | string) => string,
): ServiceTranslation {
  const { dependencies, toggles = [], targetGroup, period, ...same } = props;
  const group = targetGroup === undefined ? undefined : targetGroupConfig(targetGroup, references);
  const flips = toggles.map((toggle, index) => toggleConfig(toggle, index));
  const config = {
    ...placeOf(service, references),
    ...same,
    name: nameOf({ service, props }),
    ...(dependencies === undefined ? {} : { dependencies: dependencies.map(names) }),
    toggles: flips.map((flip) => flip.config),
    ...(group === undefined ? {} : { targetGroup: group.config }),
    ...(period === undefined ? {} : { periodSeconds: period.toSeconds({ integral: false }) }),
  };
  return { config, findings: [...(group?.findings ?? []), ...flips.flatMap((flip) => flip.findings)] };
}

/** What people call the service: the name it is given, its own where synth knows it, or that of its construct. */
export function nameOf({ service, props }: RegisteredService): string {
  if (props.name !== undefined) return props.name;
  if (!isConstruct(service)) return service.service;
  const name = physicalName(service, service.serviceName, 'serviceName');
  return Token.isUnresolved(name) ? kebabCase(telling(service).node.id) : name;
}

/** How messages call what was registered. */
export function labelOf({ service }: RegisteredService): string {
  return `heals(${isConstruct(service) ? service.node.path : service.service})`;
}

/** What is in another region or account than the healer can neither be seen nor touched by it. */
export function elsewhere({ env }: IResource, healer: IConstruct): readonly Finding[] {
  const here = Stack.of(healer);
  const differing = (['region', 'account'] as const).filter(
    (part) => Token.compareStrings(env[part], here[part]) === TokenComparison.DIFFERENT,
  );
  if (differing.length === 0) return [];
  const said = differing.map((part) => `is in ${part} ${env[part]}, the healer in ${here[part]}`).join(', and ');
  return [{ path: [], problem: said, fix: 'give each account and each region a healer of its own' }];
}

function placeOf(service: IBaseService | EcsServiceName, references: References) {
  const { cluster } = service;
  const clusterName =
    typeof cluster === 'string'
      ? cluster
      : references.name(physicalName(cluster, cluster.clusterName, 'clusterName'), cluster.node.path);
  if (!isConstruct(service)) return { cluster: clusterName, service: service.service };
  const name = physicalName(service, service.serviceName, 'serviceName');
  return { cluster: clusterName, service: references.name(name, service.node.path), ...familyOf(service) };
}

/** Known at synth for every task definition made in the app; a family known later is no fence. */
function familyOf(service: IBaseService): { readonly taskFamily?: string } {
  if (!(service instanceof BaseService)) return {};
  const { family } = service.taskDefinition;
  return Token.isUnresolved(family) ? {} : { taskFamily: family };
}

function telling(construct: IConstruct): IConstruct {
  const { scope } = construct.node;
  return INNER_IDS.includes(construct.node.id) && scope !== undefined ? telling(scope) : construct;
}

/** `order-api` for `OrderAPI`. */
function kebabCase(id: string): string {
  return id
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
}

function toggleConfig(toggle: ToggleProps, index: number) {
  const { parameter, helps, ...same } = toggle;
  if (typeof parameter === 'string') return { config: { ...same, helps: [...helps], parameter }, findings: [] };
  const name = physicalName(parameter, parameter.parameterName, 'name');
  if (!Token.isUnresolved(name)) return { config: { ...same, helps: [...helps], parameter: name }, findings: [] };
  const finding = {
    path: ['toggles', index, 'parameter'],
    problem: `the name of ${parameter.node.path} is not known at synth`,
    fix: 'give the parameter a parameterName of its own',
  };
  // Reads well, so that this mistake causes no others.
  return { config: { ...same, helps: [...helps], parameter: `/unknown/${parameter.node.addr}` }, findings: [finding] };
}

function isConstruct(service: IBaseService | EcsServiceName): service is IBaseService {
  return 'node' in service;
}
