/**
 * The name of a resource where synth knows it: constructs hide a name they were given behind a reference, and a name is
 * worth more than a reference to whoever has to carry it into a Lambda.
 */
import { CfnResource, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What CloudFormation calls the name of a cluster or service, of an alarm, of a parameter. */
type NameProperty = 'clusterName' | 'serviceName' | 'alarmName' | 'name';

/** `reference` itself, or the name the resource behind it was given. */
export function physicalName(construct: IConstruct, reference: string, property: NameProperty): string {
  const resource = construct.node.defaultChild;
  if (!Token.isUnresolved(reference) || !(resource instanceof CfnResource)) return reference;
  const given = (resource as unknown as Readonly<Record<string, unknown>>)[property];
  return typeof given === 'string' && !Token.isUnresolved(given) ? given : reference;
}
