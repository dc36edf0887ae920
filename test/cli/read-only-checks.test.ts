/**
 * The read-only checks against the synthesized template in the lab's cloud: all is well when nothing is wrong, and each
 * check says so when the one thing it looks at is broken.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DisableRuleCommand } from '@aws-sdk/client-eventbridge';
import { AwsError } from 'loopback-aws/aws-service.ts';
import type { Status } from '../../cli/check.ts';
import { deployedHealer, OPERATOR, type DeployedHealer } from './support/deployed-healer.ts';

let healer: DeployedHealer;

beforeAll(async () => {
  healer = await deployedHealer();
});

afterAll(async () => {
  await healer.close();
});

describe('a healer that was just deployed', () => {
  it('passes every read-only check, and touches nothing by it', async () => {
    const { results, account, region } = await healer.verify();
    const notOk = results.filter(({ status }) => status !== 'ok');
    expect(notOk.map(({ id, status }) => [id, status])).toEqual([['incident', 'skipped']]);
    expect({ account, region }).toEqual({ account: '123456789012', region: 'us-east-1' });
    const asked = results.find(({ id }) => id === 'roles')?.detail;
    const roles = healer.ids('AWS::IAM::Role').length;
    expect(asked).toMatch(new RegExp(`^\\d{3} calls of ${roles} roles are allowed`));
    const made = healer.cloud.calls.filter(({ caller }) => caller === OPERATOR).map(({ operation }) => operation);
    expect(made.length).toBeGreaterThan(100);
    expect(made.filter((operation) => !/^(Describe|List|Get|Simulate)/.test(operation))).toEqual([]);
  });
});

interface Breakage {
  readonly case: string;
  readonly breaks: (healer: DeployedHealer) => unknown;
  readonly id: string;
  readonly status: Status;
  readonly detail: string;
  readonly fix?: string;
}

const FEATURE = '/shop/user/recommendations';

/** In this order: what is broken stays so, and each row is about something else of its check. */
const BREAKAGES: readonly Breakage[] = [
  {
    case: 'a brake is off',
    breaks: ({ parameter }) => parameter('/healer/services/user/mode', 'off'),
    id: 'override',
    status: 'warning',
    detail: 'user is not healed: /healer/services/user/mode is off',
  },
  {
    case: 'a brake says something that is not understood',
    breaks: ({ parameter }) => parameter('/healer/mode', 'pause'),
    id: 'override',
    status: 'failed',
    detail: '/healer/mode is "pause"; allowed: auto, observe, off',
    fix: 'write auto, observe or off to /healer/mode',
  },
  {
    case: 'a toggle is off',
    breaks: ({ parameter }) => parameter(FEATURE, 'off'),
    id: 'toggles',
    status: 'warning',
    detail: `user: ${FEATURE} is off`,
  },
  {
    case: 'a toggle holds a value that is neither on nor off',
    breaks: ({ parameter }) => parameter(FEATURE, 'maybe'),
    id: 'toggles',
    status: 'failed',
    detail: `user: ${FEATURE} holds "maybe"`,
    fix: 'write on or off',
  },
  {
    case: 'an alarm was deleted',
    breaks: ({ watch }) => watch.alarms.remove('healer-user-high-cpu-cpu'),
    id: 'alarms',
    status: 'failed',
    detail: 'there is no alarm healer-user-high-cpu-cpu',
  },
  {
    case: 'an alarm is red',
    breaks: ({ watch }) => watch.alarms.set('healer-order-high-cpu-cpu', { value: 'ALARM', reason: 'a test' }),
    id: 'alarm-data',
    status: 'warning',
    detail: 'healer-order-high-cpu-cpu is red now',
  },
  {
    case: 'a metric is not published any more',
    async breaks({ shop, clock }) {
      shop.silent.add('MemoryUtilization');
      await clock.advance(20 * 60_000);
    },
    id: 'alarm-data',
    status: 'failed',
    detail: 'healer-payment-memory-leak-memory had no data in the last 15 periods',
    fix: 'compare the dimensions',
  },
  {
    case: 'Container Insights is off',
    async breaks({ shop, clock }) {
      shop.silent.add('TaskCpuUtilization');
      await clock.advance(20 * 60_000);
    },
    id: 'task-metrics',
    status: 'failed',
    detail: 'payment: no cpuPercent of task',
    fix: '--settings name=containerInsights,value=enhanced',
  },
  {
    case: 'a rule is disabled',
    breaks: ({ clients, ids }) => clients.events.send(new DisableRuleCommand({ Name: ids('AWS::Events::Rule')[0] })),
    id: 'rules',
    status: 'failed',
    detail: 'is DISABLED',
    fix: 'aws events enable-rule --name Healer-',
  },
  {
    case: 'a subscription was not confirmed',
    breaks: ({ cloud, ids }) =>
      cloud.services.sns.subscriptions.subscribe({
        TopicArn: ids('AWS::SNS::Topic')[0],
        Protocol: 'email',
        Endpoint: 'late@example.com',
      }),
    id: 'topic',
    status: 'warning',
    detail: 'email late@example.com has not confirmed',
  },
  {
    case: 'a message waits in the dead-letter queue',
    breaks({ watch, clock, ids }) {
      const QueueName = ids('AWS::SQS::Queue')[0]?.split('/').at(-1) ?? '';
      const metric = { namespace: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName } };
      watch.metrics.put(metric, [2], clock.now() - 120_000);
    },
    id: 'dead-letters',
    status: 'warning',
    detail: '2 messages wait in',
  },
  {
    case: 'a service runs as a role that a rollback may not pass',
    breaks: ({ shop }) => runAs(shop, 'payment', 'arn:aws:iam::123456789012:role/new'),
    id: 'passed-roles',
    status: 'warning',
    detail: 'payment: runs as arn:aws:iam::123456789012:role/new, which is not among its taskRoles',
    fix: "add 'arn:aws:iam::123456789012:role/new' to taskRoles of payment",
  },
  {
    case: 'the organization forbids to pass roles',
    breaks: ({ organization }) => organization.forbids.push('iam:PassRole'),
    id: 'passed-roles',
    status: 'failed',
    detail:
      'order: may not pass arn:aws:iam::123456789012:role/shop/order-task: a policy of the organization forbids it',
  },
  {
    case: 'a service is behind another target group than the configuration says',
    breaks: ({ shop }) => Object.assign(shop.ecs.state.services.get('order') ?? {}, { targetGroupArn: undefined }),
    id: 'services',
    status: 'failed',
    detail: 'order: is not behind arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/order/',
  },
  {
    case: 'a service was deleted',
    breaks: ({ shop }) => shop.ecs.state.services.delete('user'),
    id: 'services',
    status: 'failed',
    detail: 'user: there is no ECS service user in the cluster lab',
  },
  {
    case: 'the organization forbids what a role needs',
    breaks: ({ organization }) => organization.forbids.push('ecs:StopTask'),
    id: 'roles',
    status: 'failed',
    detail: 'may not ecs:StopTask on arn:aws:ecs:us-east-1:123456789012:task/lab/sample: a policy of the organization',
  },
  {
    case: 'an operator gave a role more than it should have',
    breaks: attachByHand,
    id: 'brakes',
    status: 'failed',
    detail: 'may ssm:PutParameter on arn:aws:ssm:us-east-1:123456789012:parameter/healer/mode',
  },
  {
    case: 'its caller may not ask',
    breaks: ({ cloud }) =>
      cloud.interceptors.push(({ operation }) => {
        if (operation === 'DescribeStateMachine') throw new AwsError('AccessDeniedException', 'not authorized');
      }),
    id: 'state-machine',
    status: 'failed',
    detail: 'not checked: AccessDeniedException',
    fix: 'docs/verify.md',
  },
];

function runAs({ ecs }: DeployedHealer['shop'], service: string, taskRoleArn: string): void {
  const arn = ecs.state.services.get(service)?.taskDefinitionArn ?? '';
  Object.assign(ecs.state.taskDefinitions.get(arn) ?? {}, { taskRoleArn });
}

/** To the role of the rules: those of the Lambdas are denied it whatever they are given. */
function attachByHand({ stack }: DeployedHealer): void {
  const role = [...stack.resources.values()].find((one) => /SignalsRole[0-9A-F]{8}$/.test(one.logicalId));
  if (role === undefined) throw new Error('the rules have no role');
  const Statement = [{ Effect: 'Allow', Action: 'ssm:*', Resource: '*' }];
  const properties = { PolicyName: 'by-hand', PolicyDocument: { Version: '2012-10-17', Statement }, Roles: [role.ref] };
  const policy = { logicalId: 'ByHand', type: 'AWS::IAM::Policy', ref: 'by-hand', properties, metadata: {} };
  (stack.resources as Map<string, typeof policy>).set(policy.logicalId, policy);
}

describe('an account in which something is wrong', () => {
  it.each(BREAKAGES)('is found out when $case', async ({ breaks, id, status, detail, fix = '' }) => {
    await breaks(healer);
    const result = await healer.check(id);
    expect(result).toMatchObject({ status, detail: expect.stringContaining(detail) });
    expect(result.fix).toContain(fix);
  });
});
