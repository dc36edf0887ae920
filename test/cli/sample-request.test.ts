/** How a statement that allows becomes a request that IAM should allow: wildcards filled in, conditions met. */
import { describe, expect, it } from 'vitest';
import type { Conditions } from '../../cli/iam/role-policies.ts';
import { sampleRequest } from '../../cli/iam/sample-request.ts';

function sample(resources: readonly string[], conditions: Conditions = {}, actions = ['ecs:StopTask']) {
  return sampleRequest({ effect: 'Allow', actions, resources, conditions });
}

describe('the resource of a sample request', () => {
  it.each([
    { case: 'stays when it is exact', resource: 'arn:aws:sns:r:1:topic', sampled: 'arn:aws:sns:r:1:topic' },
    { case: 'stays when it is any', resource: '*', sampled: '*' },
    {
      case: 'is filled in where it has a wildcard',
      resource: 'arn:aws:ecs:r:1:task/shop/*',
      sampled: 'arn:aws:ecs:r:1:task/shop/sample',
    },
    {
      case: 'is a whole log stream for a log group with a wildcard',
      resource: 'arn:aws:logs:r:1:log-group:/aws/lambda/decide:*',
      sampled: 'arn:aws:logs:r:1:log-group:/aws/lambda/decide:log-stream:sample',
    },
    {
      case: 'names service and id of a deployment',
      resource: 'arn:aws:ecs:r:1:service-deployment/shop/*',
      sampled: 'arn:aws:ecs:r:1:service-deployment/shop/sample/sample',
    },
  ])('$case', ({ resource, sampled }) => {
    expect(sample([resource])).toMatchObject({ kind: 'request', request: { resources: [sampled], context: [] } });
  });
});

describe('the conditions of a statement', () => {
  const key = (ContextKeyName: string, ContextKeyValues: readonly string[], ContextKeyType = 'string') => ({
    ContextKeyName,
    ContextKeyType,
    ContextKeyValues,
  });
  it.each([
    {
      case: 'are met by the first of several values',
      conditions: { ArnEquals: { 'ecs:cluster': ['arn:a', 'arn:b'] } },
      context: [key('ecs:cluster', ['arn:a'])],
    },
    {
      case: 'are met by a text for a pattern',
      conditions: { ArnLike: { 'ecs:task-definition': ['arn:task-definition/*:*'] } },
      context: [key('ecs:task-definition', ['arn:task-definition/sample:sample'])],
    },
    {
      case: 'are met by a list for a set',
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['INC#*'] } },
      context: [key('dynamodb:LeadingKeys', ['INC#sample'], 'stringList')],
    },
    {
      case: 'are met by leaving out what must not be there',
      conditions: { Null: { 'ecs:task-definition': ['true'] }, StringNotEquals: { 'aws:x': ['y'] } },
      context: [],
    },
    {
      case: 'may ask for a key to be there that another one gives',
      conditions: { Null: { 'aws:x': ['false'] }, StringEquals: { 'aws:x': ['y'] } },
      context: [key('aws:x', ['y'])],
    },
    {
      case: 'may be true or false',
      conditions: { Bool: { 'aws:SecureTransport': ['true'] } },
      context: [key('aws:SecureTransport', ['true'], 'boolean')],
    },
  ])('$case', ({ conditions, context }) => {
    expect(sample(['*'], conditions)).toMatchObject({ kind: 'request', request: { context } });
  });

  it.each([
    { case: 'a number that cannot be made up', sampled: sample(['*'], { NumericLessThan: { 'aws:age': ['5'] } }) },
    { case: 'a key that must be there, whatever it says', sampled: sample(['*'], { Null: { 'aws:x': ['false'] } }) },
    { case: 'nothing but patterns of actions', sampled: sample(['*'], {}, ['kms:GenerateDataKey*']) },
  ])('are not asked about when there is $case', ({ sampled }) => {
    expect(sampled).toMatchObject({ kind: 'not-sampled', why: expect.stringMatching(/\S/) });
  });

  it('leave single actions to be asked about beside patterns', () => {
    const sampled = sample(['*'], {}, ['kms:Decrypt', 'kms:ReEncrypt*']);
    expect(sampled).toMatchObject({ kind: 'request', request: { actions: ['kms:Decrypt'] } });
  });
});
