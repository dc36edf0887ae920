/**
 * The reading half of CloudFormation: what was deployed, as DescribeStacks and its relatives tell it. Deploying itself is
 * the cloud's, never done through the API.
 */
import { AwsError, ACCOUNT, REGION, unsupported, type AwsService } from '../aws-service.ts';
import type { Clock } from '../clock.ts';
import { onlyFields, optionalText, text, type Json } from '../fields.ts';
import type { Stack } from './deploy.ts';

interface Deployed {
  readonly stack: Stack;
  readonly at: Date;
}

export interface Stacks {
  readonly service: AwsService;
  add(stack: Stack): void;
  all(): readonly Stack[];
}

/** No stacks yet. */
export function createStacks(clock: Clock): Stacks {
  const stacks = new Map<string, Deployed>();
  const find = (input: Json): Deployed => {
    const name = text(input, 'StackName');
    const found = stacks.get(name.startsWith('arn:') ? (name.split('/')[1] ?? '') : name);
    if (found === undefined) throw new AwsError('ValidationError', `Stack with id ${name} does not exist`);
    return found;
  };
  return {
    add: (stack) => void stacks.set(stack.name, { stack, at: new Date(clock.now()) }),
    all: () => [...stacks.values()].map(({ stack }) => stack),
    service: { name: 'cloudformation', protocol: 'query', operations: operations(find) },
  };
}

function operations(find: (input: Json) => Deployed): AwsService['operations'] {
  return {
    DescribeStacks(input) {
      onlyFields('cloudformation:DescribeStacks', input, ['StackName']);
      return { Stacks: [describeStack(find(input))] };
    },
    ListStackResources(input) {
      onlyFields('cloudformation:ListStackResources', input, ['StackName', 'NextToken']);
      if (optionalText(input, 'NextToken') !== undefined) throw unsupported('paging of ListStackResources');
      const found = find(input);
      return { StackResourceSummaries: [...found.stack.resources.values()].map((one) => describe(one, found.at)) };
    },
    DescribeStackResource(input) {
      onlyFields('cloudformation:DescribeStackResource', input, ['StackName', 'LogicalResourceId']);
      const { stack, at } = find(input);
      const id = text(input, 'LogicalResourceId');
      const resource = stack.resources.get(id);
      if (resource === undefined) {
        throw new AwsError('ValidationError', `Resource ${id} does not exist for stack ${stack.name}`);
      }
      return { StackResourceDetail: { ...describe(resource, at), Metadata: JSON.stringify(resource.metadata) } };
    },
  };
}

function describeStack({ stack, at }: Deployed): Json {
  return {
    StackId: `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${stack.name}/lab`,
    StackName: stack.name,
    CreationTime: at,
    StackStatus: 'CREATE_COMPLETE',
    Outputs: Object.entries(stack.outputs).map(([OutputKey, value]) => ({ OutputKey, OutputValue: String(value) })),
  };
}

function describe(
  resource: { readonly logicalId: string; readonly type: string; readonly ref: string },
  at: Date,
): Json {
  return {
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.ref,
    ResourceType: resource.type,
    LastUpdatedTimestamp: at,
    ResourceStatus: 'CREATE_COMPLETE',
  };
}
