/** The table of what IAM is asked: complete for everything the Lambdas can call, and strict about the rest. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arn, type IamRequest } from './support/iam-input.ts';
import { iamRequests } from './support/iam-requests.ts';

const ADAPTERS = join(import.meta.dirname, '../../lambdas/adapters');
const TABLE = ['iam-requests.ts', 'dynamo-requests.ts']
  .map((file) => readFileSync(join(import.meta.dirname, 'support', file), 'utf8'))
  .join('\n');

const cluster = { 'ecs:cluster': arn('ecs', 'cluster/shop') };

const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'ANY' } });

const MAPPED: readonly {
  readonly case: string;
  readonly call: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly requests: readonly IamRequest[];
}[] = [
  {
    case: 'a bare change of the number of tasks, without a task definition',
    call: 'ecs:UpdateService',
    input: { cluster: 'shop', service: 'checkout', desiredCount: 4 },
    requests: [{ action: 'ecs:UpdateService', resource: arn('ecs', 'service/shop/checkout'), context: cluster }],
  },
  {
    case: 'a deployment, with its revision',
    call: 'ecs:UpdateService',
    input: { cluster: 'shop', service: 'checkout', taskDefinition: arn('ecs', 'task-definition/checkout:7') },
    requests: [
      {
        action: 'ecs:UpdateService',
        resource: arn('ecs', 'service/shop/checkout'),
        context: { ...cluster, 'ecs:task-definition': arn('ecs', 'task-definition/checkout:7') },
      },
    ],
  },
  {
    case: 'a deployment of the past, and the service it was of',
    call: 'ecs:DescribeServiceDeployments',
    input: { serviceDeploymentArns: [arn('ecs', 'service-deployment/shop/checkout/1')] },
    requests: ['service-deployment/shop/checkout/1', 'service/shop/checkout'].map((resource) => ({
      action: 'ecs:DescribeServiceDeployments',
      resource: arn('ecs', resource),
      context: cluster,
    })),
  },
  {
    case: 'parameters, each of them',
    call: 'ssm:GetParameters',
    input: { Names: ['/healer/mode', '/healer/services/user/mode'] },
    requests: ['healer/mode', 'healer/services/user/mode'].map((name) => ({
      action: 'ssm:GetParameters',
      resource: arn('ssm', `parameter/${name}`),
      context: {},
    })),
  },
  {
    case: 'the items of a transaction, each alone and those of a kind together',
    call: 'dynamodb:TransactWriteItems',
    input: {
      TransactItems: [
        { Update: { TableName: 'healer', Key: key('INC#1'), UpdateExpression: 'SET a = :b' } },
        { Update: { TableName: 'healer', Key: key('MEM#leak'), UpdateExpression: 'ADD a :b' } },
        { Put: { TableName: 'healer', Item: key('SVC#user') } },
      ],
    },
    requests: [
      ['UpdateItem', 'INC#1'],
      ['UpdateItem', 'MEM#leak'],
      ['PutItem', 'SVC#user'],
      ['UpdateItem', 'INC#1', 'MEM#leak'],
      ['PutItem', 'SVC#user'],
    ].map(([action, ...keys]) => ({
      action: `dynamodb:${action}`,
      resource: arn('dynamodb', 'table/healer'),
      context: { 'dynamodb:LeadingKeys': keys, 'dynamodb:EnclosingOperation': 'TransactWriteItems' },
    })),
  },
];

function requestsOf(call: string, input: Readonly<Record<string, unknown>>): readonly IamRequest[] {
  const [service = '', operation = ''] = call.split(':');
  return iamRequests({ service, operation, input });
}

describe('what IAM is asked', () => {
  it('about the roles that a deployment hands to its tasks, and none where no task definition is named', () => {
    const rolesOf = () => ['arn:aws:iam::123456789012:role/checkout-task'];
    const asked = (input: Readonly<Record<string, unknown>>) =>
      iamRequests({ service: 'ecs', operation: 'UpdateService', input }, { rolesOf }).map(({ action }) => action);
    const checkout = { cluster: 'shop', service: 'checkout' };
    expect(asked({ ...checkout, taskDefinition: arn('ecs', 'task-definition/checkout:7') })).toEqual([
      'ecs:UpdateService',
      'iam:PassRole',
    ]);
    expect(asked({ ...checkout, desiredCount: 4 })).toEqual(['ecs:UpdateService']);
  });

  it.each(MAPPED)('about $case', ({ call, input, requests }) => {
    expect(requestsOf(call, input)).toEqual(requests);
  });

  it('is known for every command the adapters send', () => {
    const commands = readdirSync(ADAPTERS).flatMap((file) =>
      [...readFileSync(join(ADAPTERS, file), 'utf8').matchAll(/new (\w+)Command\(/g)].map((match) => match[1] ?? ''),
    );
    expect(commands.length).toBeGreaterThan(15);
    expect(commands.filter((command) => !new RegExp(`'\\w+:${command}'`).test(TABLE))).toEqual([]);
  });

  it.each([
    {
      case: 'an operation',
      call: 'ecs:DeleteService',
      input: { cluster: 'shop', service: 'checkout' },
      says: /no table/,
    },
    {
      case: 'a field',
      call: 'ecs:UpdateService',
      input: { cluster: 'shop', service: 'checkout', forceNewDeployment: true },
      says: /forceNewDeployment is not in the table/,
    },
    {
      case: 'what a transaction does',
      call: 'dynamodb:TransactWriteItems',
      input: { TransactItems: [{ Get: { TableName: 'healer', Key: key('INC#1') } }] },
      says: /Get in a transaction is not in the table/,
    },
    {
      case: 'a request without what it is about',
      call: 'ecs:StopTask',
      input: { cluster: 'shop' },
      says: /task is missing/,
    },
  ])('is an error where the table does not know $case', ({ call, input, says }) => {
    expect(() => requestsOf(call, input)).toThrow(says);
  });
});
