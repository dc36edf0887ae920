/** The whole path on one endpoint: template, rule, state machine, Lambda, DynamoDB, SNS. */
import { afterEach, describe, expect, it } from 'vitest';
import { awsEvent } from 'loopback-aws/aws-event.ts';
import { startCloud, type Cloud } from 'loopback-aws/cloud.ts';
import type { Execution } from 'loopback-aws/states/execution.ts';
import type { VirtualClock } from 'loopback-aws/clock.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { assembly, bundle } from './support/assembly.ts';

const START = Date.parse('2026-11-21T03:00:00Z');

const code = bundle(`
  import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDBClient({});
  export const handler = async (event) => {
    console.log('healing', event.service);
    await client.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { pk: { S: event.service }, at: { N: String(Date.now()) } } }));
    return { service: event.service, at: new Date().toISOString() };
  };
`);

const machine = {
  QueryLanguage: 'JSONata',
  TimeoutSeconds: 3600,
  StartAt: 'Heal',
  States: {
    Heal: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: '@@', Payload: { service: '{% $states.input.detail.service %}' } },
      Assign: { healed: '{% $states.result.Payload %}' },
      TimeoutSeconds: 60,
      Next: 'Settle',
    },
    Settle: { Type: 'Wait', Seconds: 600, Next: 'Notify' },
    Notify: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sns:publish',
      Arguments: { TopicArn: '##', Subject: '{% $healed.service & " healed" %}', Message: '{% $string($healed) %}' },
      End: true,
    },
  },
};
const [beforeFunction = '', rest = ''] = JSON.stringify(machine).split('@@');
const [beforeTopic = '', afterTopic = ''] = rest.split('##');

const template = {
  Resources: {
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['aws.cloudwatch'], detail: { state: { value: ['ALARM'] } } },
        Targets: [
          {
            Id: 'T',
            Arn: { Ref: 'Machine' },
            RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
            DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Dlq', 'Arn'] } },
          },
        ],
      },
    },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
        DefinitionString: {
          'Fn::Join': [
            '',
            [beforeFunction, { 'Fn::GetAtt': ['Function', 'Arn'] }, beforeTopic, { Ref: 'Topic' }, afterTopic],
          ],
        },
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: { 'Fn::Sub': 'cdk-${AWS::AccountId}' }, S3Key: 'abc123.zip' },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Environment: { Variables: { TABLE: { Ref: 'Table' } } },
        Timeout: 10,
      },
    },
    Table: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        Replicas: [{ Region: { Ref: 'AWS::Region' } }],
      },
    },
    Dlq: { Type: 'AWS::SQS::Queue', Properties: {} },
    Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
  },
  Outputs: { TopicArn: { Value: { Ref: 'Topic' } } },
};

let cloud: Cloud | undefined;
afterEach(async () => {
  await cloud?.close();
  cloud = undefined;
});

async function deployed(): Promise<{ cloud: Cloud; clock: VirtualClock; ended: Execution[] }> {
  const clock = virtualClock(START);
  const started = await startCloud({ clock });
  cloud = started;
  const { directory, stackName } = assembly(template, { abc123: code });
  await started.deploy(directory, stackName);
  const ended: Execution[] = [];
  started.on('execution', (execution) => execution.status() !== 'RUNNING' && ended.push(execution));
  return { cloud: started, clock, ended };
}

const alarm = (service: string): ReturnType<typeof awsEvent> =>
  awsEvent(
    START,
    { source: 'aws.cloudwatch', type: 'CloudWatch Alarm State Change', resource: 'arn:alarm' },
    { service, state: { value: 'ALARM' } },
  );

describe('a deployed template', () => {
  it('carries an alarm event through rule, machine, Lambda and table to a message, in lab time', async () => {
    const { cloud: lab, clock, ended } = await deployed();
    lab.emit(alarm('checkout'));
    await clock.advance(599_000);
    expect(lab.services.sns.messages).toEqual([]);
    await clock.advance(1000);
    expect(ended.map((execution) => [execution.status(), execution.ended()?.cause])).toEqual([
      ['SUCCEEDED', undefined],
    ]);
    expect(lab.services.sns.messages).toMatchObject([
      {
        subject: 'checkout healed',
        message: '{"service":"checkout","at":"2026-11-21T03:00:00.000Z"}',
        caller: 'Stack-Machine',
        at: START + 600_000,
      },
    ]);
    expect(lab.services.lambdas.logs).toMatchObject([{ functionName: 'Stack-Function', line: 'healing checkout' }]);
    expect(lab.calls.map(({ caller, service, operation }) => `${caller} ${service}:${operation}`)).toEqual([
      'Stack-Rule states:StartExecution',
      'Stack-Machine lambda:Invoke',
      'Stack-Function dynamodb:PutItem',
      'Stack-Machine sns:Publish',
    ]);
  });

  it('announces the start and the end of the execution on the bus', async () => {
    const { cloud: lab, clock } = await deployed();
    const details: unknown[] = [];
    lab.on('event', (event) => event.source === 'aws.states' && details.push(event.detail));
    lab.emit(alarm('checkout'));
    await clock.advance(600_000);
    expect(details).toMatchObject([
      { status: 'RUNNING', startDate: START, stopDate: null, output: null },
      { status: 'SUCCEEDED', startDate: START, stopDate: START + 600_000 },
    ]);
  });

  it('can have a Lambda killed in the middle of a call, after the call took effect', async () => {
    const { cloud: lab, clock, ended } = await deployed();
    lab.interceptors.push((call, phase) => {
      if (phase === 'after' && call.operation === 'PutItem') lab.services.lambdas.kill('Stack-Function');
    });
    lab.emit(alarm('checkout'));
    await clock.advance(1000);
    expect(ended.map((execution) => execution.ended()?.error)).toEqual(['Lambda.Unknown']);
    expect(lab.calls.map((call) => call.operation)).toContain('PutItem');
  });

  it('keeps roles and outputs for inspection', async () => {
    const clock = virtualClock(START);
    cloud = await startCloud({ clock });
    const { directory, stackName } = assembly(template, { abc123: code });
    const stack = await cloud.deploy(directory, stackName);
    expect(stack.outputs).toEqual({ TopicArn: 'arn:aws:sns:us-east-1:123456789012:Stack-Topic' });
    expect(stack.resources.get('Function')?.properties['Role']).toBe('arn:aws:iam::123456789012:role/Stack-Role');
  });
});
