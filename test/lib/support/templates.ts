/**
 * Reading a synthesized template as a person would: intrinsic functions as short text, statements of a role as rows,
 * the state machine's definition as the object it is.
 */
import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib';
import type { Definition } from '../../../lib/workflow/states.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

export interface TemplateJson {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown; readonly Description: string }>>;
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: unknown;
}

export function templateOf(stack: Stack): TemplateJson {
  return Template.fromStack(stack).toJSON() as TemplateJson;
}

export function resourcesOf(template: TemplateJson, type: string): readonly Resource[] {
  return Object.values(template.Resources).filter((resource) => resource.Type === type);
}

/** `{ Ref: X }` as `<X>`, `Fn::GetAtt` as `<X.Arn>`, joins joined; hashes at the end of logical ids left out. */
export function flat(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(flat);
  if (typeof value !== 'object' || value === null) return value;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Readonly<Record<string, unknown>>;
  if (typeof ref === 'string') return `<${shortId(ref)}>`;
  if (Array.isArray(attribute)) return `<${shortId(String(attribute[0]))}.${String(attribute[1])}>`;
  if (Array.isArray(join)) return (flat(join[1]) as readonly unknown[]).join(String(join[0]));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, flat(inner)]));
}

/** The one resource of the type whose flat properties satisfy the test. */
export function propertiesOf(
  template: TemplateJson,
  type: string,
  test: (properties: Readonly<Record<string, unknown>>) => boolean = () => true,
): Readonly<Record<string, unknown>> {
  const all = resourcesOf(template, type).map((one) => flat(one.Properties) as Readonly<Record<string, unknown>>);
  const [found, ...others] = all.filter(test);
  if (found === undefined || others.length > 0)
    throw new Error(`${found === undefined ? 'no' : 'more than one'} ${type}`);
  return found;
}

/** Statements of the role whose logical id begins with this, ARNs without partition, region and account. */
export function statementsOf(template: TemplateJson, role: string): readonly Statement[] {
  const policies = resourcesOf(template, 'AWS::IAM::Policy').map((one) => flat(one.Properties) as PolicyProperties);
  const own = policies.filter(({ Roles }) => Roles.some((name) => name === `<${role}>`));
  return own.flatMap(({ PolicyDocument }) =>
    PolicyDocument.Statement.map((statement) => ({
      ...statement,
      Action: list(statement.Action),
      Resource: list(statement.Resource).map(shortArn),
      ...(statement.Condition === undefined
        ? {}
        : { Condition: JSON.parse(shortArn(JSON.stringify(statement.Condition))) as unknown }),
    })),
  );
}

export function definitionOf(template: TemplateJson): Definition {
  const { DefinitionString } = propertiesOf(template, 'AWS::StepFunctions::StateMachine');
  return JSON.parse(String(DefinitionString)) as Definition;
}

interface PolicyProperties {
  readonly Roles: readonly string[];
  readonly PolicyDocument: { readonly Statement: readonly RawStatement[] };
}

type RawStatement = Omit<Statement, 'Action' | 'Resource'> & {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
};

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

function shortArn(text: string): string {
  return text
    .replaceAll('<AWS::Partition>', 'aws')
    .replaceAll('<AWS::Region>', 'region')
    .replaceAll('<AWS::AccountId>', 'account');
}

function shortId(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '');
}
