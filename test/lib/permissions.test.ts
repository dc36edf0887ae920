/** What each Lambda may do, action by action: a permission that is added or widened has to be added here too. */
import { ALLOWED } from './support/allowed-actions.ts';
import { describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../lib/functions.ts';
import { keys, type Key } from '../../lambdas/adapters/dynamo-keys.ts';
import { KEY_PREFIXES } from '../../lib/permissions/table-access.ts';
import { shopTemplate } from './support/shop.ts';
import { statementsOf, type Statement } from './support/templates.ts';

const template = shopTemplate();

// In the order CDK writes resources: sorted.
const SERVICES = [
  'arn:aws:ecs:region:account:service/back/search-v2',
  'arn:aws:ecs:region:account:service/shop/checkout',
];
const TASKS = ['arn:aws:ecs:region:account:task/back/*', 'arn:aws:ecs:region:account:task/shop/*'];
const ON_CLUSTERS = {
  'ecs:cluster': ['arn:aws:ecs:region:account:cluster/shop', 'arn:aws:ecs:region:account:cluster/back'],
};
const ANY_FAMILY = {
  ArnLikeIfExists: { 'ecs:task-definition': 'arn:aws:ecs:region:account:task-definition/*:*' },
};
const TARGET_GROUP = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/checkout/0123456789abcdef';
const TOGGLE = 'arn:aws:ssm:region:account:parameter/shop/flags/recommendations';
const OVERRIDES = [
  'arn:aws:ssm:region:account:parameter/healer/approvals/*',
  'arn:aws:ssm:region:account:parameter/healer/mode',
  'arn:aws:ssm:region:account:parameter/healer/services/*/mode',
  'arn:aws:ssm:region:account:parameter/healer/undo/*',
];

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
    const tables = statements(name, 'Allow').filter((one) =>
      one.Action.some((action) => action.startsWith('dynamodb:')),
    );
    expect([...new Set(tables.flatMap(({ Resource }) => Resource))]).toEqual(['<HealerTable.Arn>']);
    expect(statement(name, 'logs:PutLogEvents').Resource).toEqual([`<Healer${name}Logs.Arn>`]);
  });
});

describe('the items a function reaches', () => {
  const writes = (name: string, action: string): readonly string[] => {
    const found = statements(name, 'Allow').find((one) => one.Action.includes(`dynamodb:${action}`));
    if (found === undefined) return [];
    const { 'ForAllValues:StringLike': like, Null: absent } = found.Condition as KeyConditions;
    // Without it, a request that names no keys would pass.
    expect(absent).toEqual({ 'dynamodb:LeadingKeys': 'false' });
    return [like['dynamodb:LeadingKeys'] ?? []].flat();
  };
  interface KeyConditions {
    readonly 'ForAllValues:StringLike': Readonly<Record<string, string | readonly string[]>>;
    readonly Null: unknown;
  }

  it.each([
    { case: 'signals', prefix: 'SEEN#*', who: ['Intake'] },
    { case: 'executions', prefix: 'EXE#*', who: ['Intake'] },
    { case: 'leases', prefix: 'LEASE#*', who: ['Decide'] },
    { case: 'limits', prefix: 'LIMIT#*', who: ['Decide'] },
    { case: 'memory', prefix: 'MEM#*', who: [] },
    { case: 'limits of all together', prefix: 'ACCOUNT#*', who: ['Decide', 'Learn', 'Sweep'] },
    { case: 'who fails', prefix: 'SICK#*', who: ['Intake', 'Decide', 'Close', 'Abandon', 'Reap', 'Sweep'] },
  ])('of $case are written whole by $who only', ({ prefix, who }) => {
    expect(NAMES.filter((name) => writes(name, 'PutItem').includes(prefix))).toEqual(who);
  });

  it.each([
    { case: 'limits', prefix: 'LIMIT#*', who: [] },
    { case: 'signals', prefix: 'SEEN#*', who: [] },
    {
      case: 'leases',
      prefix: 'LEASE#*',
      who: [
        'Decide',
        'ReplaceTasks',
        'FlipToggle',
        'RollBack',
        'ScaleOut',
        'Verify',
        'Close',
        'Abandon',
        'Reap',
        'Sweep',
      ],
    },
    { case: 'memory', prefix: 'MEM#*', who: ['Decide', 'Learn', 'Close', 'Abandon', 'Reap', 'Sweep'] },
  ])('of $case are changed by $who only', ({ prefix, who }) => {
    expect(NAMES.filter((name) => writes(name, 'UpdateItem').includes(prefix)).toSorted()).toEqual(who.toSorted());
  });

  it('are fenced by the prefixes that the Lambdas write', () => {
    const spelt = Object.values(keys).map((key) => (key as (...parts: readonly unknown[]) => Key)('a', 1, {}).pk);
    const prefixes = new Set(spelt.map((pk) => pk.split('#')[0] ?? ''));
    expect([...prefixes].toSorted()).toEqual(Object.keys(KEY_PREFIXES).toSorted());
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
      condition: { ArnEquals: ON_CLUSTERS, ...ANY_FAMILY },
    },
    {
      case: 'changes the number of tasks of services with a runbook that scales out, and never deploys',
      name: 'ScaleOut',
      action: 'ecs:UpdateService',
      resources: ['arn:aws:ecs:region:account:service/shop/checkout'],
      condition: { ArnEquals: { 'ecs:cluster': ['arn:aws:ecs:region:account:cluster/shop'] }, ...ANY_FAMILY },
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
        ...ANY_FAMILY,
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

describe('a service whose family of task definitions is known', () => {
  const services = [
    { name: 'checkout', cluster: 'shop', taskFamily: 'checkout-task' },
    { name: 'catalog', cluster: 'shop', taskFamily: 'catalog-task' },
    { name: 'worker', cluster: 'back' },
  ];
  const fenced = shopTemplate({ services });
  const deploys = statementsOf(fenced, 'HealerRollBackRole').filter(({ Action }) =>
    Action.includes('ecs:UpdateService'),
  );

  it('is rolled back to its own family only, the others to any exact revision', () => {
    const fences = deploys.map(({ Resource, Condition }) => [
      Resource.map((one) => one.split(':service/')[1]),
      (Condition as { readonly ArnLikeIfExists: Readonly<Record<string, string>> }).ArnLikeIfExists[
        'ecs:task-definition'
      ],
    ]);
    const revision = (family: string) => `arn:aws:ecs:region:account:task-definition/${family}:*`;
    expect(fences).toEqual(
      expect.arrayContaining([
        [['shop/checkout'], revision('checkout-task')],
        [['shop/catalog'], revision('catalog-task')],
        [['back/worker'], revision('*')],
      ]),
    );
    expect(fences).toHaveLength(3);
  });
});

describe('without toggles and target groups', () => {
  const bare = shopTemplate({ services: [{ name: 'worker', cluster: 'back' }] });
  const actions = (name: string) =>
    statementsOf(bare, `Healer${name}Role`).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []));

  it('nothing of them is allowed', () => {
    expect(actions('FlipToggle')).not.toContain('ssm:PutParameter');
    expect(actions('ReplaceTasks').filter((action) => action.startsWith('elasticloadbalancing:'))).toEqual([]);
  });
});

describe('the state machine', () => {
  it('may call its Lambdas, publish, keep events, mark incidents as told, and nothing else', () => {
    const allowed = statementsOf(template, 'HealerWorkflowRole').filter(({ Effect }) => Effect === 'Allow');
    const rows = allowed.map(({ Action, Resource }) => [Action.join(' '), Resource.join(' ')]);
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
    expect(update?.Condition).toEqual({
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['INC#*'] },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    });
  });
});
