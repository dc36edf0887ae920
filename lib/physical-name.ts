/**
 * The name of a resource if synth knows it. Constructs hide a given name behind a reference, but a Lambda can be given a
 * name without the detour of a stand-in.
 */
import { CfnResource, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** CloudFormation's property for the name of a cluster, service, alarm or parameter. */
type NameProperty = 'clusterName' | 'serviceName' | 'alarmName' | 'name';

/** The name that the resource was given, or `reference`. */
export function physicalName(construct: IConstruct, reference: string, property: NameProperty): string {
  const resource = construct.node.defaultChild;
  if (!Token.isUnresolved(reference) || !(resource instanceof CfnResource)) return reference;
  const given = (resource as unknown as Readonly<Record<string, unknown>>)[property];
  return typeof given === 'string' && !Token.isUnresolved(given) ? given : reference;
}
