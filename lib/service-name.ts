/**
 * The name of a registered service, and the label of its call in messages. A missing name is derived; it may turn out
 * invalid, and then the message says where it came from.
 */
import { Token } from 'aws-cdk-lib';
import type { IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';
import type { EcsServiceName, HealsProps } from './heals-props.ts';
import { physicalName } from './physical-name.ts';

export interface RegisteredService {
  readonly service: IBaseService | EcsServiceName;
  readonly props: HealsProps;
}

/** Ids of constructs inside a construct that people call the service: they take its name. */
const INNER_IDS = ['Service', 'Resource', 'Default'];

/** The given name, its own if synth knows it, or that of its construct; the last two in kebab-case. */
export function nameOf({ service, props }: RegisteredService): string {
  if (props.name !== undefined) return props.name;
  const name = ownName(service);
  if (name !== undefined) return kebabCase(name);
  return isConstruct(service) ? kebabCase(telling(service).node.id) : service.service;
}

/** The source of the derived name, in words; undefined for a given name. */
export function derivedFrom({ service, props }: RegisteredService): string | undefined {
  if (props.name !== undefined) return undefined;
  if (ownName(service) !== undefined) return 'the name of the ECS service';
  return isConstruct(service) ? `the id of ${telling(service).node.path}` : undefined;
}

/** The label of the call in messages. */
export function labelOf(registered: RegisteredService): string {
  const { service, props } = registered;
  if (isConstruct(service)) return `heals(${service.node.path})`;
  const name = ownName(service) ?? (Token.isUnresolved(props.name) ? undefined : props.name);
  return `heals(${name ?? 'service known when deployed'})`;
}

/** Whether it is a construct of an app, or only named. */
export function isConstruct(service: IBaseService | EcsServiceName): service is IBaseService {
  return 'node' in service;
}

/** The name in ECS, if synth knows it. */
function ownName(service: IBaseService | EcsServiceName): string | undefined {
  const name = isConstruct(service) ? physicalName(service, service.serviceName, 'serviceName') : service.service;
  return typeof name !== 'string' || Token.isUnresolved(name) ? undefined : name;
}

function telling(construct: IConstruct): IConstruct {
  const { scope } = construct.node;
  return INNER_IDS.includes(construct.node.id) && scope !== undefined ? telling(scope) : construct;
}

/** `order-api` for `OrderAPI`; kebab-case stays unchanged. */
function kebabCase(id: string): string {
  return id
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .toLowerCase();
}
