/**
 * The roles of a deployed stack with their policies as they would stand in an account, and who calls under which: every
 * Lambda, the state machine, and the rules.
 */
import type { Stack } from 'loopback-aws/cloudformation/deploy.ts';

export interface Role {
  /** `Decide`, `Workflow`: the logical id without what it has in common with all others. */
  readonly name: string;
  readonly policies: readonly { readonly name: string; readonly policy: PolicyDocument }[];
}

export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

type Resource = Stack['resources'] extends ReadonlyMap<string, infer Value> ? Value : never;

/** The roles by the name of the caller that takes them on. */
export function rolesByCaller(stack: Stack): ReadonlyMap<string, Role> {
  const resources = [...stack.resources.values()];
  const roles = new Map(
    resources.filter(({ type }) => type === 'AWS::IAM::Role').map((one) => [arnOf(one), roleOf(one, resources)]),
  );
  const callers = resources.flatMap((one) => callerOf(one));
  return new Map(
    callers.map(([caller, roleArn]) => {
      const role = roles.get(roleArn);
      if (role === undefined) throw new Error(`${caller} has the role ${roleArn}, which is not in the stack`);
      return [caller, role];
    }),
  );
}

/** Every role of the stack, also those without a user. */
export function rolesOf(stack: Stack): readonly Role[] {
  const resources = [...stack.resources.values()];
  return resources.filter(({ type }) => type === 'AWS::IAM::Role').map((one) => roleOf(one, resources));
}

/** Names as calls are recorded with: function, machine, rule. */
function callerOf({ type, ref, attributes, properties }: Resource): readonly (readonly [string, string])[] {
  if (type === 'AWS::Lambda::Function') return [[ref, String(properties['Role'])]];
  if (type === 'AWS::StepFunctions::StateMachine') return [[attributes?.['Name'] ?? '', String(properties['RoleArn'])]];
  if (type !== 'AWS::Events::Rule') return [];
  const targets = properties['Targets'] as readonly Readonly<Record<string, unknown>>[];
  return targets.flatMap(({ RoleArn: role }) => (typeof role === 'string' ? [[ref, role] as const] : []));
}

function roleOf(role: Resource, resources: readonly Resource[]): Role {
  const policies = resources
    .filter(({ type }) => type === 'AWS::IAM::Policy' || type === 'AWS::IAM::ManagedPolicy')
    .filter(({ properties }) => (properties['Roles'] as readonly unknown[] | undefined)?.includes(role.ref))
    .map(({ logicalId, properties }) => ({ name: logicalId, policy: properties['PolicyDocument'] as PolicyDocument }));
  const inline = (role.properties['Policies'] ?? []) as readonly Readonly<Record<string, unknown>>[];
  if (inline.length > 0 || role.properties['ManagedPolicyArns'] !== undefined) {
    throw new Error(`${role.logicalId} has policies of a kind that is not read here`);
  }
  return { name: shortName(role.logicalId), policies };
}

function arnOf({ attributes }: Resource): string {
  return attributes?.['Arn'] ?? '';
}

function shortName(logicalId: string): string {
  return logicalId.replace(/^Healer/, '').replace(/(Role)?[0-9A-F]{8}$/, '');
}
