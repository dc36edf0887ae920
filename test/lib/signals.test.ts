/** The rules on the event bus: what starts the state machine, what does not, and what becomes of what cannot. */
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../core/catalog/catalog.ts';
import { compilePattern } from 'loopback-aws/events/pattern.ts';
import { createSignalRules } from '../../lib/signals.ts';
import { shippedCatalog } from './support/shipped-catalog.ts';
import { SHOP, shopTemplate } from './support/shop.ts';
import { flat, resourcesOf, templateOf, type TemplateJson } from './support/templates.ts';
import { newStack } from './support/user-app.ts';

interface Pattern {
  readonly 'detail-type': readonly string[];
  readonly resources?: readonly string[];
  readonly detail?: Readonly<Record<string, unknown>>;
}

const template = shopTemplate();
const ARN = 'arn:<AWS::Partition>:ecs:<AWS::Region>:<AWS::AccountId>';

interface Silenced {
  readonly suppressedBy?: string;
  readonly mutedByArn?: string;
}

const MUTED: Silenced = { mutedByArn: 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm-mute-rule:release' };
const SUPPRESSED: Silenced = { suppressedBy: 'Alarm' };

/** The event of an alarm, as far as the rules look at it. */
function alarmEvent(alarmName: string, state: string, { suppressedBy, mutedByArn }: Silenced) {
  return {
    source: 'aws.cloudwatch',
    account: '<AWS::AccountId>',
    region: '<AWS::Region>',
    'detail-type': 'CloudWatch Alarm State Change',
    detail: {
      alarmName,
      state: { value: state, ...(suppressedBy === undefined ? {} : { actionsSuppressedBy: suppressedBy }) },
      ...(mutedByArn === undefined ? {} : { muteDetail: { mutedByArn } }),
    },
  };
}

function patterns(of: TemplateJson, detailType: string): readonly Pattern[] {
  return (
    resourcesOf(of, 'AWS::Events::Rule')
      .map(({ Properties }) => flat(Properties['EventPattern']) as Pattern)
      // A schedule has none.
      .filter((pattern: Pattern | undefined) => pattern?.['detail-type'].includes(detailType))
  );
}

describe('alarms', () => {
  const rules = patterns(template, 'CloudWatch Alarm State Change');
  const passes = (alarmName: string, state: string, silenced: Silenced = {}) =>
    rules.some((pattern) => compilePattern(pattern)(alarmEvent(alarmName, state, silenced)));

  it('come by the prefix of the healer or by their listed name', () => {
    expect(rules.map(({ detail }) => detail?.['alarmName'])).toEqual([[{ prefix: 'healer-' }], ['Database is full']]);
    expect(passes('Database is full', 'ALARM')).toBe(true);
    expect(passes('Database is fuller', 'ALARM')).toBe(false);
  });

  it.each([
    { state: 'ALARM', of: 'an alarm', silenced: {}, comes: true },
    { state: 'ALARM', of: 'a muted alarm', silenced: MUTED, comes: false },
    { state: 'ALARM', of: 'a suppressed alarm', silenced: SUPPRESSED, comes: false },
    { state: 'OK', of: 'an alarm', silenced: {}, comes: true },
    { state: 'OK', of: 'a muted alarm', silenced: MUTED, comes: true },
    { state: 'OK', of: 'a suppressed alarm', silenced: SUPPRESSED, comes: true },
    { state: 'INSUFFICIENT_DATA', of: 'an alarm', silenced: {}, comes: false },
  ])('$state of $of comes: $comes', ({ state, silenced, comes }) => {
    expect(passes('healer-checkout-high-cpu-cpu', state, silenced)).toBe(comes);
    expect(passes('Database is full', state, silenced)).toBe(comes);
  });
});

describe('alarms of the same name', () => {
  const rules = patterns(template, 'CloudWatch Alarm State Change');
  const passes = (where: Readonly<Record<string, string>>) =>
    rules.some((pattern) => compilePattern(pattern)({ ...alarmEvent('Database is full', 'ALARM', {}), ...where }));

  it.each([
    { case: 'this account and region', where: {}, comes: true },
    { case: 'another account, whose events are forwarded here', where: { account: '999999999999' }, comes: false },
    { case: 'another region', where: { region: 'eu-west-3' }, comes: false },
  ])('of $case come: $comes', ({ where, comes }) => {
    expect(passes(where)).toBe(comes);
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
          $or: [
            {
              stopCode: ['EssentialContainerExited', 'TaskFailedToStart'],
              stoppedReason: [{ 'anything-but': { prefix: 'healer:' } }],
            },
            {
              stopCode: ['ServiceSchedulerInitiated'],
              stoppedReason: [
                { prefix: 'Task failed ELB health checks' },
                { prefix: 'Task failed container health checks' },
              ],
            },
          ],
        },
      }) as unknown;
    expect(patterns(template, 'ECS Task State Change')).toEqual([rule('shop', 'checkout'), rule('back', 'search-v2')]);
  });

  it('come when a deployment of a service with such a runbook fails, or one completes that may be taken back', () => {
    expect(patterns(template, 'ECS Deployment State Change')).toEqual([
      expect.objectContaining({
        resources: [`${ARN}:service/shop/checkout`],
        detail: { eventName: ['SERVICE_DEPLOYMENT_FAILED'] },
      }),
      expect.objectContaining({
        resources: [`${ARN}:service/shop/checkout`, `${ARN}:service/back/search-v2`],
        detail: { eventName: ['SERVICE_DEPLOYMENT_COMPLETED'] },
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
  const rules = patterns(template, 'healer.signal');
  const passes = (source: string, service: string) =>
    rules.some((pattern) =>
      compilePattern(pattern)({ source, 'detail-type': 'healer.signal', detail: { service, summary: 'x' } }),
    );

  it.each([
    { source: 'shop.checkout', service: 'checkout', comes: true },
    { source: 'shop.checkout', service: 'search', comes: false },
    { source: 'shop.other', service: 'checkout', comes: false },
    { source: 'aws.ecs', service: 'checkout', comes: false },
    { source: 'healer.sweep', service: 'checkout', comes: false },
  ])('from $source about $service come: $comes', ({ source, service, comes }) => {
    expect(passes(source, service)).toBe(comes);
  });

  it('come each from the sources of its own service', () => {
    const [checkout, ...others] = SHOP.services;
    if (checkout === undefined) throw new Error('the shop has no service');
    const second = {
      ...checkout,
      name: 'orders',
      service: 'orders',
      toggles: [],
      alarms: [],
      signals: [{ source: 'shop.orders' }],
    };
    const two = patterns(shopTemplate({ services: [checkout, second, ...others] }), 'healer.signal');
    const heard = (source: string, service: string) =>
      two.some((pattern) => compilePattern(pattern)({ source, 'detail-type': 'healer.signal', detail: { service } }));
    expect(['checkout', 'orders'].map((name) => heard('shop.orders', name))).toEqual([false, true]);
    expect(['checkout', 'orders'].map((name) => heard('shop.checkout', name))).toEqual([true, false]);
  });
});

describe('every rule', () => {
  const rules = resourcesOf(template, 'AWS::Events::Rule')
    .map(({ Properties }) => flat(Properties) as Rule)
    // Schedules have no event to hand over.
    .filter((rule) => 'EventPattern' in rule);
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
    const quiet = shopTemplate({ services: [{ name: 'worker', cluster: 'back', runbooks: ['memory-leak'] }] });
    const types = resourcesOf(quiet, 'AWS::Events::Rule').flatMap(
      ({ Properties }) => (Properties['EventPattern'] as Pattern | undefined)?.['detail-type'] ?? [],
    );
    // The runbook may roll back, so that its deployments are remembered.
    expect(types.toSorted()).toEqual([
      'CloudWatch Alarm State Change',
      'ECS Deployment State Change',
      // What was done may be undone whatever it was done for.
      'Parameter Store Change',
      'Step Functions Execution Status Change',
    ]);
  });
});

describe('a command to undo', () => {
  const rules = patterns(template, 'Parameter Store Change');
  const passes = (name: string, operation: string) =>
    rules.some((pattern) =>
      compilePattern(pattern)({
        source: 'aws.ssm',
        'detail-type': 'Parameter Store Change',
        detail: { name, operation, type: 'String' },
      }),
    );

  it.each([
    { case: 'a parameter that is new', name: '/healer/undo/20260115T030000-user-1', operation: 'Create', does: true },
    { case: 'one that is written again', name: '/healer/undo/20260115T030000-user-1', operation: 'Update', does: true },
    { case: 'one that is deleted', name: '/healer/undo/20260115T030000-user-1', operation: 'Delete', does: false },
    { case: 'the override', name: '/healer/mode', operation: 'Update', does: false },
    { case: 'another actor’s parameter', name: '/shop/undo/all', operation: 'Create', does: false },
  ])('comes, or does not, by $case', ({ name, operation, does }) => {
    expect(rules).toHaveLength(1);
    expect(passes(name, operation)).toBe(does);
  });
});

describe('three hundred services', () => {
  const services = Array.from({ length: 300 }, (_, index) => ({
    name: `service-with-a-rather-long-name-${index}`,
    cluster: `cluster-${index % 3}`,
    alarms: [{ alarmName: `An alarm that is made by hand for service number ${index}`, failureType: 'memory-leak' }],
  }));
  const large = rulesOf(shippedCatalog({ ...SHOP, services }));
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
  const stack = newStack(undefined, 'Rules');
  const machine = StateMachine.fromStateMachineArn(
    stack,
    'Machine',
    'arn:aws:states:eu-central-1:123456789012:stateMachine:m',
  );
  createSignalRules(stack, catalog, machine, new Queue(stack, 'Queue'));
  return templateOf(stack);
}
