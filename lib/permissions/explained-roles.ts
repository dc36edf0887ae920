/**
 * Every role of a synthesized stack with its policies and their reasons. A grant without a reason, and a reason without a
 * grant, are errors: so the documentation matches the deployment.
 */
import { Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { explanationsOf, flat } from '../nag-acknowledgements.ts';
import type { Conditions, Permission } from './permission.ts';

export interface ExplainedRole {
  /** The construct of the role: `Intake`, `Workflow`. */
  readonly name: string;
  readonly allowed: readonly Permission[];
  readonly denied: readonly Permission[];
}

type Effect = 'Allow' | 'Deny';

/** One action on one resource under one set of conditions, as comparable text. */
type Grain = string;

/** The part of a template that this file reads. */
export interface PolicyTemplate {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: unknown }>>;
}

/** @throws Error when policies and reasons differ. */
export function explainedRoles(stack: Stack, template: PolicyTemplate): readonly ExplainedRole[] {
  const roles = stack.node.findAll().filter((construct) => construct instanceof CfnRole);
  return roles.map((role) => explained(role, template));
}

function explained(role: CfnRole, template: PolicyTemplate): ExplainedRole {
  const name = nameOf(role);
  const stack = Stack.of(role);
  const reasons = [role, ...role.node.scopes.toReversed().slice(1, 3)].flatMap(explanationsOf);
  const permissions = merged(reasons.map((one) => resolved(stack, one)));
  const granted = grainsOf(template, String(stack.resolve(role.logicalId)));
  const unexplained = [...granted.keys()].filter((grain) => !permissions.some((one) => grains(one).includes(grain)));
  const unfounded = permissions.flatMap(grains).filter((grain) => !granted.has(grain));
  if (unexplained.length > 0) throw new Error(`Nothing says why ${name} has ${unexplained.join(', ')}`);
  if (unfounded.length > 0) throw new Error(`No policy of ${name} has ${unfounded.join(', ')}`);
  const having = (effect: Effect) => permissions.filter((one) => granted.get(grains(one)[0] ?? '') === effect);
  return { name, allowed: having('Allow'), denied: having('Deny') };
}

/** `Healer/Healer/Intake/Role/Resource` is `Intake`. */
function nameOf(role: IConstruct): string {
  return role.node.path.replace(/\/Role\/Resource$/, '').replace(/^.*\//, '');
}

function resolved(stack: Stack, permission: Permission): Permission {
  return {
    ...permission,
    resources: permission.resources.map((one) => flat(stack.resolve(one))),
    ...(permission.conditions === undefined
      ? {}
      : { conditions: flatConditions(stack.resolve(permission.conditions)) }),
  };
}

/** Joins statements that were split, or made for each service. */
function merged(all: readonly Permission[]): readonly Permission[] {
  const groups = Map.groupBy(all, ({ resources: _, ...rest }) => JSON.stringify(rest));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, resources: [...new Set(group.flatMap((one) => one.resources))] }];
  });
}

function grains({ actions, resources, conditions = {} }: Permission): readonly Grain[] {
  return actions.flatMap((action) => resources.map((resource) => grain(action, resource, conditions)));
}

function grain(action: string, resource: string, conditions: Conditions): Grain {
  const sorted = Object.entries(conditions)
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, value]) => [operator, key, [value].flat().toSorted()]),
    )
    .map((one) => JSON.stringify(one));
  return [action, resource, ...sorted.toSorted()].join(' ');
}

/** The policies of a role, grain by grain. */
function grainsOf(template: PolicyTemplate, roleId: string): ReadonlyMap<Grain, Effect> {
  const policies = Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy')
    .map(({ Properties }) => Properties as PolicyProperties)
    .filter(({ Roles = [] }) => Roles.some((one) => flat(one) === `<${roleId}>`));
  const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  return new Map(
    statements.flatMap(({ Effect: effect, Action: actions, Resource: resources, Condition: conditions = {} }) =>
      [actions]
        .flat()
        .flatMap((action) =>
          [resources]
            .flat()
            .map((resource) => [grain(action, flat(resource), flatConditions(conditions)), effect] as const),
        ),
    ),
  );
}

interface PolicyProperties {
  readonly Roles?: readonly unknown[];
  readonly PolicyDocument: {
    readonly Statement: readonly {
      readonly Effect: Effect;
      readonly Action: string | readonly string[];
      readonly Resource: unknown;
      readonly Condition?: unknown;
    }[];
  };
}

function flatConditions(conditions: unknown): Conditions {
  const operators = Object.entries(conditions as Readonly<Record<string, Readonly<Record<string, unknown>>>>);
  return Object.fromEntries(
    operators.map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, value]) => [key, Array.isArray(value) ? value.map(flat) : flat(value)]),
      ),
    ]),
  );
}
