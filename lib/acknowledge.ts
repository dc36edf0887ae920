/**
 * Exceptions from best-practice checks, each with its reason beside the code it is about. They are recorded with the
 * CDK's own means, so that an app without such checks needs no package for them.
 */
import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Permission } from './permissions.ts';

/** Says why a finding of this rule at this construct is right as it is. */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}

/** The same for every resource with a wildcard among the permissions of a role. */
export function acknowledgeWildcards(role: IConstruct, permissions: readonly Permission[]): void {
  const reasons = new Map<string, string[]>();
  for (const { resources, wildcard } of permissions) {
    if (wildcard === undefined) continue;
    for (const resource of resources.map((one) => flat(Stack.of(role).resolve(one)))) {
      if (resource.includes('*')) reasons.set(resource, [...(reasons.get(resource) ?? []), wildcard]);
    }
  }
  for (const [resource, why] of reasons) {
    acknowledge(role, `AwsSolutions-IAM5[Resource::${resource}]`, [...new Set(why)].join(' '));
  }
}

/** A resolved ARN as the rule's finding spells it: `arn:<AWS::Partition>:ecs:…`. */
function flat(resolved: unknown): string {
  if (typeof resolved === 'string') return resolved;
  if (!isRecord(resolved)) return '';
  const join = resolved['Fn::Join'];
  if (Array.isArray(join) && Array.isArray(join[1])) return join[1].map(flat).join(String(join[0]));
  const attribute = resolved['Fn::GetAtt'];
  if (Array.isArray(attribute)) return `<${attribute.map(flat).join('.')}>`;
  return `<${flat(resolved['Ref'])}>`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
