/** What the construct creates, property by property, and that it creates nothing a deployment elsewhere could not. */
import { describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../lib/functions.ts';
import { shopTemplate } from './support/shop.ts';
import { flat, propertiesOf, resourcesOf } from './support/templates.ts';

const template = shopTemplate();

/** Kinds of resources; more of them are more that can go wrong at night. */
const TYPES = [
  'AWS::CloudFormation::WaitConditionHandle',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SSM::Parameter',
  'AWS::StepFunctions::StateMachine',
];

it('uses no kind of resource beyond these, and no custom resource', () => {
  expect([...new Set(Object.values(template.Resources).map(({ Type }) => Type))].toSorted()).toEqual(TYPES);
});

describe('the table', () => {
  it('has the keys the adapters write, pays for use only, and can be put back to any second of two weeks', () => {
    expect(propertiesOf(template, 'AWS::DynamoDB::GlobalTable')).toMatchObject({
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 14 } }],
    });
  });

  it('outlives the stack', () => {
    const [table] = resourcesOf(template, 'AWS::DynamoDB::GlobalTable');
    expect(table?.DeletionPolicy).toBe('Retain');
    expect(table?.Properties).toMatchObject({ Replicas: [{ DeletionProtectionEnabled: true }] });
  });
});

describe('the Lambdas', () => {
  const functions = resourcesOf(template, 'AWS::Lambda::Function').map((one) => flat(one.Properties));

  it('are one for each handler', () => {
    expect(functions).toHaveLength(FUNCTION_NAMES.length);
  });

  it.each(functions)('run on Node 24 and arm64 with limits, a log group and a role of their own: %#', (properties) => {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 512,
      Timeout: 30,
      TracingConfig: { Mode: 'Active' },
      Environment: { Variables: { TABLE_NAME: '<HealerTable>' } },
    });
    expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  it('share neither role nor log group', () => {
    const distinct = (path: (properties: Record<string, unknown>) => unknown) =>
      new Set(functions.map((one) => path(one as Record<string, unknown>))).size;
    expect(distinct(({ Role }) => Role)).toBe(functions.length);
    expect(distinct(({ LoggingConfig }) => JSON.stringify(LoggingConfig))).toBe(functions.length);
  });

  it('keep their logs for three months', () => {
    const retentions = resourcesOf(template, 'AWS::Logs::LogGroup').map(
      ({ Properties }) => Properties['RetentionInDays'],
    );
    expect(new Set(retentions)).toEqual(new Set([90]));
  });

  it('leave publishing to the state machine, but for the reaper and the sweep', () => {
    const withTopic = functions.filter((one) => JSON.stringify(one).includes('TOPIC_ARN'));
    expect(withTopic).toHaveLength(2);
    for (const one of withTopic)
      expect(one).toMatchObject({ Environment: { Variables: { TOPIC_ARN: '<HealerTopic>' } } });
  });
});

describe('the state machine', () => {
  it('keeps its history in the console, its transitions in a log without data, and is traced', () => {
    expect(propertiesOf(template, 'AWS::StepFunctions::StateMachine')).toMatchObject({
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
    // Standard is the default, and the only type that keeps a history.
    expect(propertiesOf(template, 'AWS::StepFunctions::StateMachine')).not.toHaveProperty(
      'StateMachineType',
      'EXPRESS',
    );
  });
});

describe('people', () => {
  it('are subscribed by e-mail', () => {
    expect(propertiesOf(template, 'AWS::SNS::Subscription')).toEqual({
      Protocol: 'email',
      Endpoint: 'ops@example.com',
      TopicArn: '<HealerTopic>',
    });
  });

  // CloudFormation writes the whole parameter again when anything of it changes, over what people wrote. A change of
  // this row resets the brake of every healer there is with the next deployment.
  it.each([
    ['auto', '{"initialMode":"auto"}'],
    ['observe', 'observe'],
    ['off', 'off'],
  ] as const)('find the brake as a parameter that is always the same, beginning with %s', (initialMode, Value) => {
    const { Resources } = shopTemplate({ initialMode });
    const found = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::SSM::Parameter');
    expect(found).toEqual([
      [
        'HealerMode798E9A0F',
        {
          Type: 'AWS::SSM::Parameter',
          Properties: {
            Description: 'What the healer may do everywhere: auto, observe or off. Unreadable means observe.',
            Name: '/healer/mode',
            Type: 'String',
            Value,
          },
        },
      ],
    ]);
  });

  it('find the topic, the state machine, the table and the brake among the outputs', () => {
    expect(Object.keys(template.Outputs)).toEqual(['TopicArn', 'StateMachineArn', 'TableName', 'PauseCommand']);
    expect(template.Outputs['PauseCommand']?.Value).toBe(
      'aws ssm put-parameter --name /healer/mode --type String --value off --overwrite',
    );
  });
});

describe('properties that are wrong', () => {
  it('are said to be those of the construct, and in the file that was named', () => {
    const services = [{ name: 'Checkout!', cluster: 'shop' }];
    expect(() => shopTemplate({ services })).toThrow(/properties of Healer\/Healer services\[0\]\.name: /);
    expect(() => shopTemplate({ services, configFile: 'shop.ts' })).toThrow(/shop\.ts services\[0\]\.name: /);
  });
});

describe('the topic and the queue', () => {
  it('refuse requests without TLS', () => {
    for (const type of ['AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy']) {
      expect(JSON.stringify(propertiesOf(template, type))).toContain('"Bool":{"aws:SecureTransport":"false"}');
    }
  });

  it('let in alarms of this account, and of no other', () => {
    const { PolicyDocument } = propertiesOf(template, 'AWS::SNS::TopicPolicy');
    expect(PolicyDocument).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
        }),
      ]) as unknown,
    });
  });

  it('are watched: people hear of every event in the queue', () => {
    const alarm = propertiesOf(template, 'AWS::CloudWatch::Alarm', ({ Namespace }) => Namespace === 'AWS/SQS');
    expect(alarm).toMatchObject({
      MetricName: 'NumberOfMessagesSent',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: ['<HealerTopic>'],
    });
  });
});
