/**
 * The deployed stack according to CloudFormation: the healer's resources in it, and the catalog in its metadata. Every
 * check starts from this and never from files, so that it checks what runs.
 */
import {
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  type CloudFormationClient,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { CATALOG_HOLDER, parseDeployedCatalog, type DeployedCatalog } from '../core/config/deployed-catalog.ts';
import type { ServiceEntry } from '../core/catalog/service.ts';
import { CannotVerify } from './cannot-verify.ts';
import { allPages } from './pages.ts';

export interface DeployedResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  /** CloudFormation's status, such as `UPDATE_COMPLETE`. */
  readonly status: string;
}

export interface DeployedStack {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  readonly status: string;
  /** The prefix of all logical ids of the healer: its path in the stack. */
  readonly prefix: string;
  /** The healer's resources, without others in the stack. */
  readonly resources: readonly DeployedResource[];
  readonly catalog: DeployedCatalog;
}

/** CDK ends a logical id with eight hexadecimal digits of the path's hash. */
const HASH = '[0-9A-F]{8}';
const HOLDER = new RegExp(`^(.*)${CATALOG_HOLDER}${HASH}$`);

/** Reads the stack. @throws CannotVerify when it does not exist or has no healer. */
export async function readStack(client: CloudFormationClient, name: string): Promise<DeployedStack> {
  const { StackId: arn = '', StackStatus: status = '' } = await describe(client, name);
  const [, partition = '', , region = '', account = ''] = arn.split(':');
  const all = await resourcesOf(client, name);
  const [holder, prefix = ''] =
    all.map(({ logicalId }) => HOLDER.exec(logicalId)).find((match) => match !== null) ?? [];
  if (holder === undefined) throw noHealer(name);
  const resources = all.filter(({ logicalId }) => logicalId.startsWith(prefix));
  const catalog = await catalogOf(client, name, holder);
  return { name, arn, region, account, partition, status, prefix, resources, catalog };
}

async function describe(client: CloudFormationClient, name: string) {
  try {
    const [stack] = (await client.send(new DescribeStacksCommand({ StackName: name }))).Stacks ?? [];
    if (stack !== undefined) return stack;
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('does not exist')) throw error;
  }
  const region = await client.config.region();
  throw new CannotVerify(
    `There is no stack ${name} in ${region}`,
    'deploy it, or name another with --stack and --region',
  );
}

async function resourcesOf(client: CloudFormationClient, name: string): Promise<readonly DeployedResource[]> {
  const summaries = await allPages<StackResourceSummary>(async (NextToken) => {
    const answer = await client.send(
      new ListStackResourcesCommand({ StackName: name, ...(NextToken !== undefined && { NextToken }) }),
    );
    return { items: answer.StackResourceSummaries, next: answer.NextToken };
  });
  return summaries.map((one) => ({
    logicalId: one.LogicalResourceId ?? '',
    physicalId: one.PhysicalResourceId ?? '',
    type: one.ResourceType ?? '',
    status: one.ResourceStatus ?? '',
  }));
}

async function catalogOf(client: CloudFormationClient, name: string, holder: string): Promise<DeployedCatalog> {
  const answer = await client.send(new DescribeStackResourceCommand({ StackName: name, LogicalResourceId: holder }));
  const catalog = parseDeployedCatalog(answer.StackResourceDetail?.Metadata ?? '');
  if (catalog === undefined) throw noHealer(name);
  return catalog;
}

function noHealer(name: string): CannotVerify {
  return new CannotVerify(
    `The stack ${name} has no catalog of a healer`,
    'it holds no healer, or one deployed by an older version: deploy it again',
  );
}

/** The healer's resources of one type, such as `AWS::IAM::Role`. */
export function resourcesOfType({ resources }: DeployedStack, type: string): readonly DeployedResource[] {
  return resources.filter((resource) => resource.type === type);
}

/** Physical ids of the healer's resources of one type. */
export function idsOfType(stack: DeployedStack, type: string): readonly string[] {
  return resourcesOfType(stack, type).map(({ physicalId }) => physicalId);
}

/** Name of the healer's table. @throws when the stack has none. */
export function tableOf(stack: DeployedStack): string {
  return onlyResource(stack, 'AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table');
}

/** Physical id of the healer's only resource of these types. @throws when the stack has none. */
export function onlyResource(stack: DeployedStack, ...types: readonly string[]): string {
  const found = stack.resources.find(({ type }) => types.includes(type));
  if (found === undefined) throw new Error(`the stack has no ${types.join(' or ')}`);
  return found.physicalId;
}

/** Whether a resource is the healer's direct child with this id, such as `Topic`. */
export function isNamed({ prefix }: DeployedStack, { logicalId }: DeployedResource, name: string): boolean {
  return logicalId.startsWith(prefix) && new RegExp(`^${name}${HASH}$`).test(logicalId.slice(prefix.length));
}

/** Every service of the deployed healer. Throws nothing: `readStack` has checked the catalog. */
export function servicesOf({ catalog }: DeployedStack): readonly ServiceEntry[] {
  return Object.values(catalog.services);
}

/** ARN of something in the stack's account and region: `arnIn(stack, 'ssm', 'parameter/healer/mode')`. */
export function arnIn({ partition, region, account }: DeployedStack, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
