/** Reads the policies that a role has in the account, inline and attached, as statements. */
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  type AttachedPolicy,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { allPages } from '../pages.ts';

export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** One statement, every field a list. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Conditions;
}

export async function statementsOf(client: IAMClient, RoleName: string): Promise<readonly Statement[]> {
  const inline = await allPages<string>(async (Marker) => {
    const answer = await client.send(new ListRolePoliciesCommand({ RoleName, ...marked(Marker) }));
    return { items: answer.PolicyNames, next: answer.Marker };
  });
  const attached = await allPages<AttachedPolicy>(async (Marker) => {
    const answer = await client.send(new ListAttachedRolePoliciesCommand({ RoleName, ...marked(Marker) }));
    return { items: answer.AttachedPolicies, next: answer.Marker };
  });
  const documents: (string | undefined)[] = [];
  for (const PolicyName of inline) {
    documents.push((await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }))).PolicyDocument);
  }
  for (const { PolicyArn } of attached) documents.push(await attachedDocument(client, PolicyArn));
  return documents.flatMap((document) => statements(decodeURIComponent(document ?? '{}')));
}

async function attachedDocument(client: IAMClient, PolicyArn: string | undefined): Promise<string | undefined> {
  const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
  const version = new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId });
  return (await client.send(version)).PolicyVersion?.Document;
}

function marked(Marker: string | undefined) {
  return Marker === undefined ? {} : { Marker };
}

type OneOrMore<Value> = Value | readonly Value[];

interface RawStatement {
  readonly Effect: string;
  readonly Action?: OneOrMore<string>;
  readonly Resource?: OneOrMore<string>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore<string>>>>>;
}

function statements(json: string): readonly Statement[] {
  const { Statement = [] } = JSON.parse(json) as { readonly Statement?: OneOrMore<RawStatement> };
  return listOf(Statement).map(({ Effect, Action = [], Resource = [], Condition = {} }) => ({
    effect: Effect,
    actions: listOf(Action),
    resources: listOf(Resource),
    conditions: mapped(Condition, (keys) => mapped(keys, (values) => listOf(values).map(String))),
  }));
}

function listOf<Value>(value: OneOrMore<Value>): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [value as Value];
}

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  to: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}
