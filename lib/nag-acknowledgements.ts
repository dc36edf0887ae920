/**
 * Records, beside the code, why a finding of a best-practice check is right as it is and why a role has a permission. It
 * uses the CDK's own means, so apps without such checks need no package.
 */
import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Permission } from './permissions/permission.ts';

/** Records why a finding of this rule at this construct is right as it is. */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}

/** The permissions and denials of a role with their reasons; by construct, so that they stay out of the template. */
const EXPLAINED = new WeakMap<IConstruct, Permission[]>();

/** The permissions with reasons of this construct's role. */
export function explanationsOf(role: IConstruct): readonly Permission[] {
  return EXPLAINED.get(role) ?? [];
}

/** Keeps the reasons for the documentation, and acknowledges every wildcard with its reason. */
export function acknowledgeWildcards(role: IConstruct, permissions: readonly Permission[]): void {
  EXPLAINED.set(role, [...explanationsOf(role), ...permissions]);
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

/** A resolved value as text, in the spelling of the findings: `arn:<AWS::Partition>:ecs:…`. */
export function flat(resolved: unknown): string {
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
