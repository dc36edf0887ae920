/**
 * What people call a registered service, and how messages call the call it was registered in. A name nobody wrote is
 * made of what there is: it may turn out to be none, and then the message has to say where it came from.
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

/** Ids a construct has inside another that is the service to people: their name is that one's. */
const INNER_IDS = ['Service', 'Resource', 'Default'];

/** The name it is given, its own where synth knows it, or that of its construct; the last two in kebab-case. */
export function nameOf({ service, props }: RegisteredService): string {
  if (props.name !== undefined) return props.name;
  const name = ownName(service);
  if (name !== undefined) return kebabCase(name);
  return isConstruct(service) ? kebabCase(telling(service).node.id) : service.service;
}

/** What `nameOf` made the name of, in words; undefined where it was given. */
export function derivedFrom({ service, props }: RegisteredService): string | undefined {
  if (props.name !== undefined) return undefined;
  if (ownName(service) !== undefined) return 'the name of the ECS service';
  return isConstruct(service) ? `the id of ${telling(service).node.path}` : undefined;
}

/** How messages call the call. */
export function labelOf(registered: RegisteredService): string {
  const { service, props } = registered;
  if (isConstruct(service)) return `heals(${service.node.path})`;
  const name = ownName(service) ?? (Token.isUnresolved(props.name) ? undefined : props.name);
  return `heals(${name ?? 'service known when deployed'})`;
}

/** Whether it is of an app, or only named. */
export function isConstruct(service: IBaseService | EcsServiceName): service is IBaseService {
  return 'node' in service;
}

/** What ECS calls it, where synth knows that. */
function ownName(service: IBaseService | EcsServiceName): string | undefined {
  const name = isConstruct(service) ? physicalName(service, service.serviceName, 'serviceName') : service.service;
  return typeof name !== 'string' || Token.isUnresolved(name) ? undefined : name;
}

function telling(construct: IConstruct): IConstruct {
  const { scope } = construct.node;
  return INNER_IDS.includes(construct.node.id) && scope !== undefined ? telling(scope) : construct;
}

/** `order-api` for `OrderAPI`; what is so already stays as it is. */
function kebabCase(id: string): string {
  return id
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .toLowerCase();
}
