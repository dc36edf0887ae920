/** Templates: functions resolved, order found, the unknown refused by name. */
import { describe, expect, it } from 'vitest';
import { deployTemplate, type ResourceKind, type Stack } from 'loopback-aws/cloudformation/deploy.ts';
import { referencesIn, resolve, type Names } from 'loopback-aws/cloudformation/intrinsics.ts';
import { loadTemplate } from 'loopback-aws/cloudformation/template.ts';
import { startCloud } from 'loopback-aws/cloud.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { assembly } from './support/assembly.ts';

const names: Names = {
  ref: (name) => ({ Table: 'table-1', 'AWS::Region': 'us-east-1' })[name],
  attribute: (id, attribute) => (id === 'Table' && attribute === 'Arn' ? 'arn:table-1' : undefined),
  condition: (name) => name === 'Yes',
};

describe('a CloudFormation function', () => {
  it.each([
    { value: { Ref: 'Table' }, expected: 'table-1' },
    { value: { 'Fn::GetAtt': ['Table', 'Arn'] }, expected: 'arn:table-1' },
    { value: { 'Fn::GetAtt': 'Table.Arn' }, expected: 'arn:table-1' },
    { value: { 'Fn::Join': ['-', ['a', { Ref: 'Table' }]] }, expected: 'a-table-1' },
    { value: { 'Fn::Select': ['1', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Table', 'Arn'] }] }] }, expected: 'table-1' },
    { value: { 'Fn::Sub': '${AWS::Region}/${Table.Arn}/${!Literal}' }, expected: 'us-east-1/arn:table-1/${Literal}' },
    { value: { 'Fn::Sub': ['${x}', { x: { Ref: 'Table' } }] }, expected: 'table-1' },
    { value: { 'Fn::If': ['Yes', 'then', 'else'] }, expected: 'then' },
    { value: [{ 'Fn::If': ['No', 'then', { Ref: 'AWS::NoValue' }] }, 'rest'], expected: ['rest'] },
    { value: { kept: 1, gone: { Ref: 'AWS::NoValue' } }, expected: { kept: 1 } },
    { value: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Table' }, 'other'] }] }, expected: true },
    { value: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] }, expected: false },
    { value: { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] }, expected: true },
    {
      value: [{ Condition: { StringEquals: { a: { Ref: 'Table' } } } }],
      expected: [{ Condition: { StringEquals: { a: 'table-1' } } }],
    },
  ])('$value is $expected', ({ value, expected }) => {
    expect(resolve(value, names)).toEqual(expected);
  });

  it.each([
    { value: { Ref: 'Nobody' }, reason: /Ref Nobody cannot be resolved/ },
    { value: { 'Fn::GetAtt': ['Table', 'Nothing'] }, reason: /Table.Nothing cannot be resolved/ },
    { value: { 'Fn::ImportValue': 'x' }, reason: /does not support the CloudFormation function Fn::ImportValue/ },
    { value: 'a {{resolve:ssm:/x}}', reason: /dynamic reference/ },
    { value: { 'Fn::Select': ['7', ['a']] }, reason: /Fn::Select 7/ },
  ])('$value is refused', ({ value, reason }) => {
    expect(() => resolve(value, names)).toThrow(reason);
  });

  it('is followed to everything it refers to', () => {
    const value = {
      a: { Ref: 'A' },
      b: [{ 'Fn::GetAtt': ['B', 'Arn'] }, { 'Fn::Sub': ['${C.Arn} ${D} ${!E}', { D: { Ref: 'F' } }] }],
    };
    expect(new Set(referencesIn(value))).toEqual(new Set(['A', 'B', 'C', 'D', 'F']));
  });
});

const created: string[] = [];
const kinds: Record<string, ResourceKind> = {
  Thing: {
    properties: ['Value', 'From'],
    create({ logicalId, properties }) {
      created.push(logicalId);
      return { ref: `ref-${logicalId}`, attributes: { Arn: `arn-${String(properties['From'])}` } };
    },
  },
};
const deploy = (template: object): Promise<Stack> => {
  created.length = 0;
  const { directory, stackName } = assembly(template);
  return deployTemplate(loadTemplate(directory, stackName), kinds);
};

describe('a template', () => {
  it('is created in order of reference and DependsOn, without what its conditions leave out', async () => {
    const stack = await deploy({
      Parameters: { Stage: { Type: 'String', Default: 'prod' } },
      Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, Dev: { 'Fn::Not': [{ Condition: 'Prod' }] } },
      Resources: {
        First: { Type: 'Thing', Properties: { From: { 'Fn::GetAtt': ['Second', 'Arn'] } } },
        Second: { Type: 'Thing', DependsOn: ['Third'], Condition: 'Prod' },
        Third: { Type: 'Thing', Properties: { From: { Ref: 'AWS::AccountId' } } },
        Left: { Type: 'Thing', Condition: 'Dev' },
      },
      Outputs: { Out: { Value: { 'Fn::GetAtt': ['Third', 'Arn'] } } },
    });
    expect(created).toEqual(['Third', 'Second', 'First']);
    expect(stack.outputs).toEqual({ Out: 'arn-123456789012' });
  });

  it.each([
    {
      case: 'a type the lab does not know',
      resources: { Good: { Type: 'Thing' }, Bad: { Type: 'AWS::S3::Bucket' } },
      reason: /Bad: resource type AWS::S3::Bucket/,
    },
    {
      case: 'a property the lab does not know',
      resources: { Bad: { Type: 'Thing', Properties: { Colour: 1 } } },
      reason: /Colour of Thing Bad/,
    },
    {
      case: 'a circle',
      resources: { A: { Type: 'Thing', DependsOn: 'B' }, B: { Type: 'Thing', DependsOn: 'A' } },
      reason: /A → B → A/,
    },
  ])('with $case is refused before anything is created', async ({ resources, reason }) => {
    await expect(Promise.resolve().then(() => deploy({ Resources: resources }))).rejects.toThrow(reason);
    expect(created).toEqual([]);
  });
});

describe('what a template creates', () => {
  it('names the resource that could not be created, and why', async () => {
    const cloud = await startCloud({ clock: virtualClock(0) });
    const { directory, stackName } = assembly({
      Resources: {
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: { EventPattern: { a: ['b'] }, Targets: [{ Id: 'T', Arn: 'arn', Input: '{}' }] },
        },
      },
    });
    await expect(cloud.deploy(directory, stackName)).rejects.toThrow(
      /Rule \(AWS::Events::Rule\) could not be created: .*Input of a rule target/,
    );
    await cloud.close();
  });

  it('hands its alarms to the sink with a name, and its parameters to Parameter Store', async () => {
    const cloud = await startCloud({ clock: virtualClock(0) });
    const alarms: unknown[] = [];
    const put = (properties: object): string => `arn:${alarms.push(properties)}`;
    cloud.useAlarms({ putMetricAlarm: put, putCompositeAlarm: put });
    const { directory, stackName } = assembly({
      Resources: {
        Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'CPU' } },
        Both: {
          Type: 'AWS::CloudWatch::CompositeAlarm',
          Properties: { AlarmName: 'both', AlarmRule: { 'Fn::Sub': 'ALARM(${Alarm})' } },
        },
        Toggle: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Name: '/toggle', Type: 'String', Value: 'on', AllowedPattern: '^(on|off)$' },
        },
      },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Alarm', 'Arn'] } } },
    });
    const stack = await cloud.deploy(directory, stackName);
    expect(alarms).toEqual([
      { MetricName: 'CPU', AlarmName: 'Stack-Alarm' },
      { AlarmName: 'both', AlarmRule: 'ALARM(Stack-Alarm)' },
    ]);
    expect(stack.outputs).toEqual({ Arn: 'arn:1' });
    expect(stack.resources.get('Toggle')?.ref).toBe('/toggle');
    await cloud.close();
  });
});
