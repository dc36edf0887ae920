/**
 * IAM as far as reading deployed roles goes: their inline and attached policies, as the template has them. Of them the cloud
 * enforces one action, `iam:PassRole`. Whether a policy allows any other call is a question for a simulator, which the cloud
 * has only when it is given one.
 */
import { AwsError, ACCOUNT, unsupported, type AwsService } from './aws-service.ts';
import type { Stack } from './cloudformation/deploy.ts';
import { list, object, objects, onlyFields, text, type Json } from './fields.ts';
import { allowsPassing } from './pass-role.ts';

export interface RolePolicies {
  readonly roleName: string;
  readonly roleArn: string;
  /** Policy documents by name. */
  readonly inline: ReadonlyMap<string, Json>;
  /** Policy documents by ARN. */
  readonly attached: ReadonlyMap<string, Json>;
}

/** Answers SimulatePrincipalPolicy for a role with the policies it has. */
export type Simulate = (input: Json, role: RolePolicies) => Promise<Json>;

export interface Iam {
  readonly service: AwsService;
  useSimulator(simulate: Simulate): void;
  /** Whether a Lambda of a stack may pass a role to a task. Any other caller is the account's administrator. */
  mayPassRole(caller: string, roleArn: string): boolean;
}

/** A managed policy that was never changed has one version. */
const ONLY_VERSION = 'v1';

/** IAM over the roles and policies of the stacks that `stacks` answers with. */
export function createIam(stacks: () => readonly Stack[]): Iam {
  let simulator: Simulate | undefined;
  const find = (name: string): RolePolicies => {
    const role = rolesOf(stacks()).find(({ roleName }) => roleName === name);
    if (role === undefined) throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
    return role;
  };
  return {
    useSimulator: (simulate) => void (simulator = simulate),
    mayPassRole(caller, roleArn) {
      const own = stacks()
        .flatMap((stack) => [...stack.resources.values()])
        .find(isFunction(caller));
      if (own === undefined) return true;
      const { inline, attached } = find(text(own.properties, 'Role').split('/').at(-1) ?? '');
      return allowsPassing([...inline.values(), ...attached.values()], roleArn);
    },
    service: {
      name: 'iam',
      protocol: 'query',
      operations: {
        ...roleOperations(find),
        ...policyOperations(() => rolesOf(stacks())),
        async SimulatePrincipalPolicy(input) {
          if (simulator === undefined) throw unsupported('iam:SimulatePrincipalPolicy: it has no simulator');
          return simulator(input, find(text(input, 'PolicySourceArn').split('/').at(-1) ?? ''));
        },
      },
    },
  };
}

function roleOperations(find: (roleName: string) => RolePolicies): AwsService['operations'] {
  return {
    GetRole(input) {
      onlyFields('iam:GetRole', input, ['RoleName']);
      const { roleName, roleArn } = find(text(input, 'RoleName'));
      return { Role: { RoleName: roleName, Arn: roleArn } };
    },
    ListRolePolicies(input) {
      onlyFields('iam:ListRolePolicies', input, ['RoleName']);
      return { PolicyNames: [...find(text(input, 'RoleName')).inline.keys()], IsTruncated: false };
    },
    GetRolePolicy(input) {
      onlyFields('iam:GetRolePolicy', input, ['RoleName', 'PolicyName']);
      const [RoleName, PolicyName] = [text(input, 'RoleName'), text(input, 'PolicyName')];
      return { RoleName, PolicyName, PolicyDocument: encoded(find(RoleName).inline.get(PolicyName)) };
    },
    ListAttachedRolePolicies(input) {
      onlyFields('iam:ListAttachedRolePolicies', input, ['RoleName']);
      const arns = [...find(text(input, 'RoleName')).attached.keys()];
      const AttachedPolicies = arns.map((PolicyArn) => ({ PolicyArn, PolicyName: PolicyArn.split('/').at(-1) }));
      return { AttachedPolicies, IsTruncated: false };
    },
  };
}

function policyOperations(roles: () => readonly RolePolicies[]): AwsService['operations'] {
  return {
    GetPolicy(input) {
      onlyFields('iam:GetPolicy', input, ['PolicyArn']);
      return { Policy: { Arn: text(input, 'PolicyArn'), DefaultVersionId: ONLY_VERSION } };
    },
    GetPolicyVersion(input) {
      onlyFields('iam:GetPolicyVersion', input, ['PolicyArn', 'VersionId']);
      const arn = text(input, 'PolicyArn');
      const document = roles()
        .map(({ attached }) => attached.get(arn))
        .find((one) => one !== undefined);
      return { PolicyVersion: { VersionId: ONLY_VERSION, IsDefaultVersion: true, Document: encoded(document) } };
    },
  };
}

/** Policies come URL-encoded over the wire. */
function encoded(document: Json | undefined): string {
  if (document === undefined) throw new AwsError('NoSuchEntity', 'The policy cannot be found.', 404);
  return encodeURIComponent(JSON.stringify(document));
}

function rolesOf(stacks: readonly Stack[]): readonly RolePolicies[] {
  return stacks.flatMap((stack) => {
    const resources = [...stack.resources.values()];
    return resources.filter(({ type }) => type === 'AWS::IAM::Role').map((role) => policiesOf(role, resources));
  });
}

type Resource = Stack['resources'] extends ReadonlyMap<string, infer One> ? One : never;

function policiesOf(role: Resource, resources: readonly Resource[]): RolePolicies {
  const of = (type: string) =>
    resources.filter((one) => one.type === type && list(one.properties, 'Roles').includes(role.ref));
  const own = objects(role.properties, 'Policies').map((one) => [text(one, 'PolicyName'), document(one)] as const);
  const inline = of('AWS::IAM::Policy').map((one) => [one.ref, document(one.properties)] as const);
  const attached = of('AWS::IAM::ManagedPolicy').map(
    (one) => [one.attributes?.['Arn'] ?? one.ref, document(one.properties)] as const,
  );
  return {
    roleName: role.ref,
    roleArn: role.attributes?.['Arn'] ?? `arn:aws:iam::${ACCOUNT}:role/${role.ref}`,
    inline: new Map([...own, ...inline]),
    attached: new Map(attached),
  };
}

const isFunction = (name: string) => (one: Resource) => one.type === 'AWS::Lambda::Function' && one.ref === name;

function document(properties: Json): Json {
  return object(properties, 'PolicyDocument');
}
