/** What each Lambda may do, action by action: a permission that is added or widened has to be added here too. */
import { describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../lib/functions.ts';
import { permissions } from '../../lib/permissions.ts';
import { shopStack } from './support/shop.ts';
import { statementsOf, templateOf } from './support/templates.ts';
import type { Statement } from './support/templates.ts';

const template = templateOf(shopStack());

// In the order CDK writes resources: sorted.
const SERVICES = [
  'arn:aws:ecs:region:account:service/back/search-v2',
  'arn:aws:ecs:region:account:service/shop/checkout',
];
const TASKS = ['arn:aws:ecs:region:account:task/back/*', 'arn:aws:ecs:region:account:task/shop/*'];
const ON_CLUSTERS = {
  'ecs:cluster': ['arn:aws:ecs:region:account:cluster/shop', 'arn:aws:ecs:region:account:cluster/back'],
};
const TARGET_GROUP = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/checkout/0123456789abcdef';
const TOGGLE = 'arn:aws:ssm:region:account:parameter/shop/flags/recommendations';
const OVERRIDES = [
  'arn:aws:ssm:region:account:parameter/healer/mode',
  'arn:aws:ssm:region:account:parameter/healer/services/*/mode',
];

const TABLE_ACTIONS = ['ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map(
  (one) => `dynamodb:${one}`,
);
const ALWAYS = [
  ...TABLE_ACTIONS,
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];
const LAST_MOMENT_CHECK = ['cloudwatch:DescribeAlarms', 'ssm:GetParameters'];
const LOOK_AT_TASKS = [
  'ecs:DescribeServices',
  'ecs:DescribeTasks',
  'ecs:ListTasks',
  'elasticloadbalancing:DescribeTargetHealth',
];

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  Intake: ALWAYS,
  Decide: [
    ...ALWAYS,
    ...LAST_MOMENT_CHECK,
    ...LOOK_AT_TASKS,
    'cloudwatch:GetMetricData',
    'ecs:DescribeServiceDeployments',
    'ecs:DescribeServiceRevisions',
    'ecs:DescribeTaskDefinition',
    'ecs:ListServiceDeployments',
    'ssm:GetParameter',
  ],
  ReplaceTasks: [
    ...ALWAYS,
    ...LAST_MOMENT_CHECK,
    ...LOOK_AT_TASKS,
    'ecs:StopTask',
    'ecs:UpdateService',
    'elasticloadbalancing:DeregisterTargets',
    'elasticloadbalancing:RegisterTargets',
  ],
  FlipToggle: [...ALWAYS, ...LAST_MOMENT_CHECK, 'ssm:GetParameter', 'ssm:PutParameter'],
  RollBack: [...ALWAYS, ...LAST_MOMENT_CHECK, ...LOOK_AT_TASKS, 'ecs:UpdateService'],
  Verify: [...ALWAYS, 'cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData', 'ecs:DescribeServices'],
  Learn: ALWAYS,
  Close: ALWAYS,
  Abandon: ALWAYS,
  Reap: [...ALWAYS, 'sns:Publish', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
};

const NAMES = Object.keys(ALLOWED);

function statements(name: string, effect: Statement['Effect']): readonly Statement[] {
  return statementsOf(template, `Healer${name}Role`).filter((statement) => statement.Effect === effect);
}

function statement(name: string, action: string): Statement {
  const [found, ...others] = statements(name, 'Allow').filter((one) => one.Action.includes(action));
  if (found === undefined || others.length > 0) throw new Error(`${action} is not in exactly one statement of ${name}`);
  return found;
}

describe('every Lambda', () => {
  it('has a role of its own in this table', () => {
    expect(NAMES).toHaveLength(FUNCTION_NAMES.length);
  });

  it.each(NAMES)('%s may do exactly what is listed', (name) => {
    const actions = statements(name, 'Allow').flatMap((one) => one.Action);
    expect([...new Set(actions)].toSorted()).toEqual([...(ALLOWED[name] ?? [])].toSorted());
  });

  it.each(NAMES)('%s is denied the brakes, whatever it is allowed', (name) => {
    const denied = statements(name, 'Deny');
    expect(denied.map(({ Resource }) => Resource)).toEqual([['arn:aws:ssm:region:account:parameter/healer/*'], ['*']]);
    expect(denied[0]?.Action).toEqual(
      expect.arrayContaining(['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:DeleteParameters']),
    );
    expect(denied[1]?.Action).toEqual(
      expect.arrayContaining([
        'cloudwatch:DisableAlarmActions',
        'cloudwatch:DeleteAlarms',
        'cloudwatch:PutMetricAlarm',
        'states:UpdateStateMachine',
        'states:DeleteStateMachine',
        'lambda:UpdateFunction*',
        'events:DisableRule',
        'iam:*',
      ]),
    );
    expect(denied.every(({ Condition }) => Condition === undefined)).toBe(true);
  });

  it.each(NAMES)('%s reaches only the one table, and its own log', (name) => {
    expect(statement(name, 'dynamodb:UpdateItem').Resource).toEqual(['<HealerTable.Arn>']);
    expect(statement(name, 'logs:PutLogEvents').Resource).toEqual([`<Healer${name}Logs.Arn>`]);
  });
});

describe('what a write can touch', () => {
  const writes: readonly {
    readonly case: string;
    readonly name: string;
    readonly action: string;
    readonly resources: readonly string[];
    readonly condition?: unknown;
  }[] = [
    {
      case: 'stops tasks of registered clusters only',
      name: 'ReplaceTasks',
      action: 'ecs:StopTask',
      resources: TASKS,
      condition: { ArnEquals: ON_CLUSTERS },
    },
    {
      case: 'changes the number of tasks of registered services, and never deploys',
      name: 'ReplaceTasks',
      action: 'ecs:UpdateService',
      resources: SERVICES,
      condition: { ArnEquals: ON_CLUSTERS, Null: { 'ecs:task-definition': 'true' } },
    },
    {
      case: 'drains targets of registered target groups only',
      name: 'ReplaceTasks',
      action: 'elasticloadbalancing:DeregisterTargets',
      resources: [TARGET_GROUP],
    },
    { case: 'writes listed toggles only', name: 'FlipToggle', action: 'ssm:PutParameter', resources: [TOGGLE] },
    {
      case: 'deploys exact revisions of this account to registered services only',
      name: 'RollBack',
      action: 'ecs:UpdateService',
      resources: SERVICES,
      condition: {
        ArnEquals: ON_CLUSTERS,
        ArnLike: { 'ecs:task-definition': 'arn:aws:ecs:region:account:task-definition/*:*' },
      },
    },
    { case: 'publishes to the one topic only', name: 'Reap', action: 'sns:Publish', resources: ['<HealerTopic>'] },
  ];

  it.each(writes)('$name $case', ({ name, action, resources, condition }) => {
    expect(statement(name, action).Resource).toEqual(resources);
    expect(statement(name, action).Condition).toEqual(condition);
  });

  it('reads the brakes and the toggles by name', () => {
    expect(statement('Decide', 'ssm:GetParameters').Resource).toEqual(OVERRIDES);
    expect(statement('Decide', 'ssm:GetParameter').Resource).toEqual([TOGGLE]);
  });
});

describe('without toggles and target groups', () => {
  const bare = templateOf(shopStack({ services: [{ name: 'worker', cluster: 'back' }] }));
  const actions = (name: string) =>
    statementsOf(bare, `Healer${name}Role`).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []));

  it('nothing of them is allowed', () => {
    expect(actions('FlipToggle')).not.toContain('ssm:PutParameter');
    expect(actions('ReplaceTasks').filter((action) => action.startsWith('elasticloadbalancing:'))).toEqual([]);
  });
});

describe('the state machine', () => {
  it('may call its Lambdas, publish, keep events, mark incidents as told, and nothing else', () => {
    const rows = statementsOf(template, 'HealerWorkflowRole').map(({ Action, Resource }) => [
      Action.join(' '),
      Resource.join(' '),
    ]);
    const own = rows.filter(([action]) => !/^(logs|xray):/.test(action ?? ''));
    expect(own.map(([action]) => action)).toEqual([
      'lambda:InvokeFunction',
      'sns:Publish',
      'sqs:SendMessage',
      'dynamodb:UpdateItem',
    ]);
    expect(own[0]?.[1]).not.toContain('HealerReap');
    expect(own.slice(1).map(([, resource]) => resource)).toEqual([
      '<HealerTopic>',
      '<HealerDeadLetters.Arn>',
      '<HealerTable.Arn>',
    ]);
  });

  it('reaches incidents of the table only, neither leases nor memory', () => {
    const update = statementsOf(template, 'HealerWorkflowRole').find(({ Action }) =>
      Action.includes('dynamodb:UpdateItem'),
    );
    expect(update?.Condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['INC#*'] } });
  });
});

describe('the permissions of a large fleet', () => {
  const service = (number: number) => ({
    name: `service-${number}`,
    cluster: 'shop',
    ecsService: `service-${number}`,
    tier: 'standard' as const,
    group: 'shop',
    dependencies: [],
    toggles: [],
    periodSeconds: 60,
    taskMetrics: false,
    runbooks: {},
  });
  const services = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`service-${i}`, service(i)]));
  const scope = {
    catalog: { version: 'test', healer: 'healer', services, alarms: {}, runbooks: {} },
    tableArn: 'arn:aws:dynamodb:eu-central-1:123456789012:table/healer',
    topicArn: 'arn:aws:sns:eu-central-1:123456789012:healer',
    arn: (name: string, resource: string) => `arn:aws:${name}:eu-central-1:123456789012:${resource}`,
  };

  it.each(FUNCTION_NAMES)('of %s fit: no statement is larger than a policy may be', (name) => {
    const sizes = permissions(scope)[name].map((permission) => JSON.stringify(permission).length);
    expect(Math.max(...sizes)).toBeLessThan(6_144);
    // Ten managed policies can be attached to a role.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(10 * 6_144);
  });
});
