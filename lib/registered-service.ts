/**
 * Translates a service given to `heals` into the configuration: names for constructs, stand-ins for names that exist only
 * after deployment. It finds mistakes that only a CDK app can make; the configuration's check finds the others.
 */
import { Token } from 'aws-cdk-lib';
import { BaseService, type IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';
import type { Finding } from '../core/runbook/problem.ts';
import { inOtherEnvironment } from './same-environment.ts';
import {
  ECS_SERVICE_NAME_KEYS,
  HEALS_KEYS,
  type EcsServiceName,
  type HealsProps,
  type ServiceConfig,
  type ToggleProps,
} from './heals-props.ts';
import { physicalName } from './physical-name.ts';
import { taskRolesConfig } from './task-roles.ts';
import type { References } from './references.ts';
import { isConstruct, nameOf, type RegisteredService } from './service-name.ts';
import { targetGroupsConfig } from './target-groups.ts';
import { unfitness } from './unfit-service.ts';
import { knownOnly, unknownKeys } from './unknown-keys.ts';

export interface ServiceTranslation {
  readonly config: ServiceConfig;
  readonly findings: readonly Finding[];
}

export interface Reading {
  readonly healer: IConstruct;
  readonly references: References;
  /** Finds the name of another registered service. */
  readonly nameIn: (service: IBaseService | string) => string;
}

/** A part of a registration, and its problems. */
interface Part<Config> {
  readonly config: Config;
  readonly findings: readonly Finding[];
}

export function serviceConfig(registered: RegisteredService, reading: Reading): ServiceTranslation {
  const { service, props } = registered;
  const {
    dependencies,
    toggles,
    targetGroup: _one,
    alternateTargetGroup: _alternate,
    targetGroups: _several,
    period,
    taskRoles,
    ...same
  } = knownOnly(props, HEALS_KEYS);
  const place = placeOf(service, reading.references);
  const groups = targetGroupsConfig(registered, reading);
  const flips = togglesConfig(toggles);
  const seconds = part(period, periodSeconds);
  const config = {
    ...place.config,
    ...same,
    name: nameOf(registered),
    ...(dependencies === undefined ? {} : { dependencies: dependencyNames(dependencies, reading) }),
    toggles: flips.config,
    ...groups.config,
    ...taskRolesConfig(service, taskRoles, reading.references),
    ...(seconds.config === undefined ? {} : { periodSeconds: seconds.config }),
  };
  const parts = [place, groups, flips, seconds].flatMap(({ findings }) => findings);
  return { config, findings: [...misfits(registered, reading.healer), ...parts] };
}

function part<Given, Config>(given: Given | undefined, read: (given: Given) => Part<Config>): Part<Config | undefined> {
  return given === undefined ? { config: undefined, findings: [] } : read(given);
}

function misfits({ service, props }: RegisteredService, healer: IConstruct): readonly Finding[] {
  return [
    ...unknownKeys(props, HEALS_KEYS),
    ...(isConstruct(service) ? inOtherEnvironment(service.env, healer) : unknownKeys(service, ECS_SERVICE_NAME_KEYS)),
    ...unfitness(service, props),
  ];
}

function placeOf(service: IBaseService | EcsServiceName, references: References) {
  const cluster = clusterName(service, references);
  if (!isConstruct(service))
    return { config: { ...cluster.config, service: service.service }, findings: cluster.findings };
  const name = physicalName(service, service.serviceName, 'serviceName');
  const config = { ...cluster.config, service: references.name(name, service.node.path), ...familyOf(service) };
  return { config, findings: cluster.findings };
}

function clusterName(
  service: IBaseService | EcsServiceName,
  references: References,
): Part<{ readonly cluster: string }> {
  // A service imported by its ARN has no cluster, whatever its type says.
  const cluster = service.cluster as typeof service.cluster | undefined;
  if (typeof cluster === 'string') return { config: { cluster }, findings: [] };
  if (cluster !== undefined) {
    const name = physicalName(cluster, cluster.clusterName, 'clusterName');
    return { config: { cluster: references.name(name, cluster.node.path) }, findings: [] };
  }
  const problem = 'its cluster is not known';
  const fix = isConstruct(service)
    ? 'import it with its cluster, by fromFargateServiceAttributes() or fromServiceArnWithCluster()'
    : 'write { cluster, service }';
  // A valid value, so that this mistake causes no others.
  return { config: { cluster: 'unknown' }, findings: [{ path: ['cluster'], problem, fix }] };
}

/** Synth knows it for every task definition of the app; a family known only after deployment cannot limit permissions. */
function familyOf(service: IBaseService): { readonly taskFamily?: string } {
  if (!(service instanceof BaseService)) return {};
  const { family } = service.taskDefinition;
  return Token.isUnresolved(family) ? {} : { taskFamily: family };
}

/** The configuration's check reports values that are neither text nor a service. */
function dependencyNames(given: NonNullable<HealsProps['dependencies']>, { nameIn }: Reading): string[] {
  if (!Array.isArray(given)) return given as unknown as string[];
  return (given as readonly (IBaseService | string)[]).map((one) =>
    typeof one === 'string' || isObject(one) ? nameIn(one) : one,
  );
}

function periodSeconds(period: NonNullable<HealsProps['period']>): Part<number | undefined> {
  const wrong = (problem: string, value?: unknown) => ({
    config: undefined,
    findings: [{ path: ['period'], value, problem, fix: 'write it as Duration.minutes(1)' }],
  });
  // JavaScript allows a number of seconds.
  if (!isObject(period)) return wrong(`${JSON.stringify(period)} is not a Duration`, period);
  if (period.isUnresolved()) return wrong('is not known at synth');
  return { config: period.toSeconds({ integral: false }), findings: [] };
}

function togglesConfig(toggles: HealsProps['toggles'] = []) {
  if (!Array.isArray(toggles)) return { config: toggles as never, findings: [] };
  const flips = (toggles as readonly ToggleProps[]).map((toggle, index) => toggleConfig(toggle, index));
  return { config: flips.map(({ config }) => config), findings: flips.flatMap(({ findings }) => findings) };
}

type ToggleConfig = NonNullable<ServiceConfig['toggles']>[number];

function toggleConfig(toggle: ToggleProps, index: number): Part<ToggleConfig> {
  const as = (parameter: string): ToggleConfig => ({ ...toggle, helps: toggle.helps as string[], parameter });
  const given = isObject(toggle) ? toggle.parameter : undefined;
  if (!isObject(given)) return { config: toggle as ToggleConfig, findings: [] };
  const name = physicalName(given, given.parameterName, 'name');
  if (!Token.isUnresolved(name)) return { config: as(name), findings: [] };
  const finding = {
    path: ['toggles', index, 'parameter'],
    problem: `the name of ${given.node.path} is not known at synth`,
    fix: 'give the parameter a parameterName of its own',
  };
  // A valid value, so that this mistake causes no others.
  return { config: as(`/unknown/${given.node.addr}`), findings: [finding] };
}

/** JavaScript allows any value here. */
export function isObject<Value>(value: Value): value is Value & object {
  return typeof value === 'object' && value !== null;
}
