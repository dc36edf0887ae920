/**
 * What the healer must not be able to do, whatever its code says: every call here is refused by the synthesized policies.
 * Beside them the same calls as they should be made, which are allowed: a fence that keeps everybody out proves nothing.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Stack } from 'loopback-aws/cloudformation/deploy.ts';
import { deniedToAll } from '../../lib/permissions/denied.ts';
import { ALLOWED } from './allowed-calls.ts';
import { OTHER_REVISIONS } from './refused/other-revisions.ts';
import { BRAKES } from './refused/own-brakes.ts';
import { OTHER_SERVICES } from './refused/services-of-others.ts';
import { NOT_ITS_WORK, OTHER_DATA } from './refused/work-of-others.ts';
import type { Call } from './support/calls.ts';
import { deployedHealer } from './support/deployed.ts';
import { arn, type IamRequest } from './support/iam-input.ts';
import { rolesOf, type Role, type Statement } from './support/roles.ts';
import { REGISTERED } from './support/shop.ts';
import { judge } from './support/simulate.ts';

let stack: Stack;
let roles: ReadonlyMap<string, Role>;

beforeAll(async () => {
  stack = await deployedHealer(REGISTERED);
  roles = new Map(rolesOf(stack).map((role) => [role.name, role]));
});

const REFUSED = [...OTHER_SERVICES, ...OTHER_REVISIONS, ...NOT_ITS_WORK, ...OTHER_DATA, ...BRAKES];

function requestOf({ action, resource, context = {} }: Call): IamRequest {
  const own = /^<(\w+)>$/.exec(resource)?.[1];
  return { action, resource: own === undefined ? resource : ownArn(own), context };
}

/** The healer's table, topic, queue, state machine or function by the beginning of its logical id. */
function ownArn(name: string): string {
  const found = [...stack.resources.values()].find(
    ({ type, logicalId }) => new RegExp(`^Healer${name}[0-9A-F]{8}$`).test(logicalId) && !/^AWS::(IAM|Logs)/.test(type),
  );
  const resource = found?.attributes?.['Arn'] ?? found?.attributes?.['TopicArn'];
  if (resource === undefined) throw new Error(`the healer has no ${name}`);
  return resource;
}

function roleOf({ role }: Pick<Call, 'role'>, among = roles): Role {
  const found = among.get(role);
  if (found === undefined) throw new Error(`there is no role ${role}; there are ${[...among.keys()].join(', ')}`);
  return found;
}

describe('a call that must not be possible', () => {
  it('is in a table long enough to mean something', () => {
    expect(REFUSED.length).toBeGreaterThanOrEqual(40);
    expect(new Set(REFUSED.map((one) => one.case)).size).toBe(REFUSED.length);
  });

  it.each(REFUSED)('is refused: $role $case', async (call) => {
    expect(await judge(roleOf(call), requestOf(call))).not.toBe('Allowed');
  });

  it.each(BRAKES)('stays refused, whatever is granted later: $role $case', async (call) => {
    const everything = { Effect: 'Allow', Action: '*', Resource: '*' } as const;
    const role = roleOf(call);
    const widened = [...role.policies, { name: 'later', policy: { Version: '2012-10-17', Statement: [everything] } }];
    expect(await judge({ ...role, policies: widened }, requestOf(call))).toBe('ExplicitlyDenied');
  });

  it('is denied to every role alike, but to those of the rules, which can do nothing but start executions', () => {
    const deployer = denialsOf(roleOf({ role: 'RollBack' }));
    const others = [...roles.values()].filter(({ name }) => name !== 'RollBack' && !STARTING_ONLY.includes(name));
    const denials = others.map(denialsOf);
    const actions = (statements: readonly Statement[]) =>
      statements
        .flatMap(({ Action, Resource }) => [Action].flat().map((one) => `${one} ${String(Resource)}`))
        .toSorted();
    expect(actions(deployer)).toEqual(actions(denials[0] ?? []));
    expect(deployer.filter(({ Condition }) => Condition !== undefined).map(({ Action }) => Action)).toEqual(['iam:*']);
    expect(denials.length).toBeGreaterThan(10);
    expect(denials[0]?.length).toBeGreaterThan(0);
    expect(new Set(denials.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it('is in the table for every denial, so that none can be taken away unnoticed', () => {
    const denied = deniedToAll({ arn }).flatMap(({ actions }) => actions);
    expect(denied.length).toBeGreaterThan(40);
    const tried = (action: string) => BRAKES.some((call) => matches(action, call.action));
    expect(denied.filter((action) => !tried(action))).toEqual([]);
  });
});

/** Roles of rules. */
const STARTING_ONLY = ['Signals', 'Schedules'];

function denialsOf({ policies }: Role): readonly Statement[] {
  return policies.flatMap(({ policy }) => policy.Statement).filter(({ Effect }) => Effect === 'Deny');
}

function matches(pattern: string, action: string): boolean {
  return new RegExp(`^${pattern.replace('*', '.*')}$`).test(action);
}

describe('the same call inside its fence', () => {
  it.each(ALLOWED)('is allowed: $role $case', async (call) => {
    expect(await judge(roleOf(call), requestOf(call))).toBe('Allowed');
  });
});

describe('a policy that is wider than it should be', () => {
  const widenings: readonly { readonly case: string; readonly widen: (policy: string) => string }[] = [
    {
      case: 'all services of a cluster',
      widen: (text) => text.replaceAll('service/shop/checkout"', 'service/shop/*"'),
    },
    {
      case: 'all families',
      widen: (text) => text.replaceAll('task-definition/checkout-task:*', 'task-definition/*:*'),
    },
    { case: 'all parameters', widen: (text) => text.replaceAll('parameter/shop/flags/recommendations', 'parameter/*') },
    {
      case: 'all target groups',
      widen: (text) => text.replaceAll('targetgroup/checkout/0123456789abcdef', 'targetgroup/*'),
    },
    { case: 'all items', widen: (text) => text.replaceAll(/"(INC|MEM|LEASE)#\*"/g, '"*"') },
    {
      case: 'items not named',
      widen: (text) => text.replaceAll('"Null":{"dynamodb:LeadingKeys":"false"}', '"Null":{}'),
    },
    { case: 'all roles', widen: (text) => text.replaceAll('role/shop/checkout-task"', 'role/*"') },
    {
      case: 'whatever roles are passed to',
      widen: (text) =>
        text
          .replaceAll('"StringEquals":{"iam:PassedToService":"ecs-tasks.amazonaws.com"}', '"StringEquals":{}')
          .replaceAll('"iam:*"', '"iam:Put*"'),
    },
    { case: 'what is denied', widen: (text) => text.replaceAll('"Effect":"Deny"', '"Effect":"Allow"') },
  ];

  it.each(widenings)('would be noticed: $case', async ({ widen }) => {
    const wider = new Map(
      [...roles].map(([name, role]) => {
        const policies = JSON.parse(widen(JSON.stringify(role.policies))) as Role['policies'];
        return [name, { ...role, policies }] as const;
      }),
    );
    let noticed = false;
    for (const call of REFUSED) noticed ||= (await judge(roleOf(call, wider), requestOf(call))) === 'Allowed';
    expect(noticed).toBe(true);
  });
});
