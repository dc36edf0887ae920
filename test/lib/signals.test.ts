/** The rules on the event bus: what starts the state machine, what does not, and what becomes of what cannot. */
import { App, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../core/catalog.ts';
import { createSignalRules } from '../../lib/signals.ts';
import { loadCatalog } from '../../lib/catalog.ts';
import { SHOP, shopStack } from './support/shop.ts';
import { flat, propertiesOf, resourcesOf, templateOf } from './support/templates.ts';
import type { TemplateJson } from './support/templates.ts';

interface Pattern {
  readonly 'detail-type': readonly string[];
  readonly resources?: readonly string[];
  readonly detail?: Readonly<Record<string, unknown>>;
}

const template = templateOf(shopStack());
const ARN = 'arn:<AWS::Partition>:ecs:<AWS::Region>:<AWS::AccountId>';

function patterns(of: TemplateJson, detailType: string): readonly Pattern[] {
  return resourcesOf(of, 'AWS::Events::Rule')
    .map(({ Properties }) => flat(Properties['EventPattern']) as Pattern)
    .filter((pattern) => pattern['detail-type'].includes(detailType));
}

describe('alarms', () => {
  it('come by the prefix of the healer or by their listed name, red or green, unless muted or suppressed', () => {
    const loud = {
      state: { value: ['ALARM', 'OK'], actionsSuppressedBy: [{ exists: false }] },
      muteDetail: { mutedByArn: [{ exists: false }] },
    };
    expect(patterns(template, 'CloudWatch Alarm State Change')).toEqual([
      expect.objectContaining({ source: ['aws.cloudwatch'], detail: { alarmName: [{ prefix: 'healer-' }], ...loud } }),
      expect.objectContaining({ source: ['aws.cloudwatch'], detail: { alarmName: ['Database is full'], ...loud } }),
    ]);
  });
});

describe('events of ECS', () => {
  it('come when tasks of a registered service stop, unless the healer stopped them', () => {
    const rule = (cluster: string, service: string) =>
      expect.objectContaining({
        source: ['aws.ecs'],
        detail: {
          clusterArn: [`${ARN}:cluster/${cluster}`],
          group: [`service:${service}`],
          lastStatus: ['STOPPED'],
          stoppedReason: [{ 'anything-but': { prefix: 'healer:' } }],
        },
      }) as unknown;
    expect(patterns(template, 'ECS Task State Change')).toEqual([rule('shop', 'checkout'), rule('back', 'search-v2')]);
  });

  it('come when a deployment of a service with such a runbook fails', () => {
    expect(patterns(template, 'ECS Deployment State Change')).toEqual([
      expect.objectContaining({
        resources: [`${ARN}:service/shop/checkout`],
        detail: { eventName: ['SERVICE_DEPLOYMENT_FAILED'] },
      }),
    ]);
  });

  it('come when a service action that a runbook names happens', () => {
    const [pattern, ...others] = patterns(template, 'ECS Service Action');
    expect(others).toEqual([]);
    expect(pattern?.resources).toEqual([`${ARN}:service/shop/checkout`, `${ARN}:service/back/search-v2`]);
    expect(pattern?.detail?.['eventName']).toContain('SERVICE_TASK_START_IMPAIRED');
    expect(pattern?.detail?.['eventName']).not.toContain('SERVICE_STEADY_STATE');
  });
});

describe('signals of applications', () => {
  it('come from any source that is not one of AWS', () => {
    expect(patterns(template, 'healer.signal')).toEqual([
      { source: [{ 'anything-but': { prefix: 'aws.' } }], 'detail-type': ['healer.signal'] },
    ]);
  });
});

describe('every rule', () => {
  const rules = resourcesOf(template, 'AWS::Events::Rule').map(({ Properties }) => flat(Properties) as Rule);
  const toMachine = rules.filter(({ Targets }) => Targets[0]?.Arn === '<HealerWorkflow>');

  it('hands over the whole event, for a quarter of an hour, and keeps what it could not hand over', () => {
    expect(toMachine).toHaveLength(rules.length - 1);
    for (const { Targets } of toMachine) {
      expect(Targets).toEqual([
        expect.objectContaining({
          DeadLetterConfig: { Arn: '<HealerDeadLetters.Arn>' },
          RetryPolicy: { MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 20 },
        }),
      ]);
      for (const field of ['Input', 'InputPath', 'InputTransformer']) expect(Targets[0]).not.toHaveProperty(field);
    }
  });

  it('is there only when a runbook asks for it', () => {
    const quiet = templateOf(shopStack({ services: [{ name: 'worker', cluster: 'back', runbooks: ['memory-leak'] }] }));
    const types = resourcesOf(quiet, 'AWS::Events::Rule').flatMap(
      ({ Properties }) => (Properties['EventPattern'] as Pattern)['detail-type'],
    );
    expect(types.toSorted()).toEqual(['CloudWatch Alarm State Change', 'Step Functions Execution Status Change']);
  });
});

describe('dead executions', () => {
  it('of this state machine, and of no other, are handed to the reaper', () => {
    const [pattern, ...others] = patterns(template, 'Step Functions Execution Status Change');
    expect(others).toEqual([]);
    expect(pattern?.detail).toEqual({
      stateMachineArn: ['<HealerWorkflow>'],
      status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
    });
    expect(propertiesOf(template, 'AWS::Lambda::EventInvokeConfig')).toMatchObject({
      FunctionName: '<HealerReap>',
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: '<HealerDeadLetters.Arn>' } },
    });
  });
});

describe('three hundred services', () => {
  const services = Array.from({ length: 300 }, (_, index) => ({
    name: `service-with-a-rather-long-name-${index}`,
    cluster: `cluster-${index % 3}`,
    alarms: [{ alarmName: `An alarm somebody made by hand for service number ${index}`, failureType: 'memory-leak' }],
  }));
  const large = rulesOf(loadCatalog({ ...SHOP, services }, 'runbooks').catalog);
  const all = resourcesOf(large, 'AWS::Events::Rule').map(
    ({ Properties }) => flat(Properties['EventPattern']) as Pattern,
  );

  it('stay within the 2,048 characters EventBridge allows a pattern', () => {
    for (const pattern of all) {
      const real = JSON.stringify(pattern)
        .replaceAll('<AWS::Partition>', 'aws-us-gov')
        .replaceAll('<AWS::Region>', 'ap-southeast-2')
        .replaceAll('<AWS::AccountId>', '123456789012');
      expect(real.length).toBeLessThanOrEqual(2048);
    }
  });

  it('are each in one pattern of each kind', () => {
    const groups = all.flatMap(({ detail }) => (detail?.['group'] ?? []) as readonly string[]);
    expect(groups).toHaveLength(300);
    expect(new Set(groups).size).toBe(300);
    const named = all.flatMap(({ detail }) => (detail?.['alarmName'] ?? []) as readonly unknown[]);
    expect(named).toHaveLength(301);
  });
});

interface Rule {
  readonly Targets: readonly Readonly<Record<string, unknown>>[];
}

/** The rules alone, without the Lambdas. */
function rulesOf(catalog: Catalog): TemplateJson {
  const stack = new Stack(new App(), 'Rules');
  const machine = StateMachine.fromStateMachineArn(
    stack,
    'Machine',
    'arn:aws:states:eu-central-1:123456789012:stateMachine:m',
  );
  createSignalRules(stack, catalog, machine, new Queue(stack, 'Queue'));
  return templateOf(stack);
}
