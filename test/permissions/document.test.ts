/**
 * `docs/permissions.md` says what is deployed: it is made of the template and of the reasons beside each permission, and
 * neither may have what the other lacks.
 */
import { readFileSync } from 'node:fs';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import config from '../../healer.config.ts';
import { acknowledgeWildcards } from '../../lib/nag-acknowledgements.ts';
import { HealerStack } from '../../lib/healer-stack.ts';
import { permissionsDocument } from '../../lib/permissions/document.ts';
import { explainedRoles, type PolicyTemplate } from '../../lib/permissions/explained-roles.ts';
import { app, HANDLERS } from '../lib/support/shop.ts';

function example(): HealerStack {
  return new HealerStack(app(), 'Healer', { healer: { ...config, handlersDirectory: HANDLERS } });
}

function rolesOf(stack: HealerStack) {
  const template = Template.fromStack(stack).toJSON() as PolicyTemplate;
  return explainedRoles(stack, template);
}

describe('docs/permissions.md', () => {
  const roles = rolesOf(example());

  it('is as `node bin/write-permissions.ts` writes it', () => {
    const written = readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8');
    expect(written).toBe(permissionsDocument(roles, 'healer.config.ts'));
  });

  it('gives a reason in a sentence for every permission, and one more for every wildcard', () => {
    const permissions = roles.flatMap(({ name, allowed, denied }) =>
      [...allowed, ...denied].map((one) => ({ name, ...one })),
    );
    expect(permissions.length).toBeGreaterThan(50);
    expect(permissions.filter(({ why }) => !/^[A-Z].*\.$/.test(why))).toEqual([]);
    const wildcards = roles
      .flatMap(({ allowed }) => allowed)
      .filter(({ resources }) => resources.some((one) => one.includes('*')));
    expect(wildcards.length).toBeGreaterThan(10);
    expect(wildcards.filter(({ wildcard = '' }) => !/^[A-Z].*\.$/.test(wildcard))).toEqual([]);
  });

  it('lists every role that may do anything', () => {
    expect(roles.filter(({ allowed }) => allowed.length === 0).map(({ name }) => name)).toEqual([]);
  });
});

describe('a permission', () => {
  it('without a reason is an error', () => {
    const stack = example();
    stack.healer.stateMachine.addToRolePolicy(new PolicyStatement({ actions: ['ecs:StopTask'], resources: ['*'] }));
    expect(() => rolesOf(stack)).toThrow(/Nothing says why Workflow has ecs:StopTask \*/);
  });

  it('that was given a reason and is not there is an error', () => {
    const stack = example();
    const spare = { actions: ['ecs:ListClusters'], resources: ['*'], why: 'Never needed.' };
    acknowledgeWildcards(stack.healer.stateMachine, [spare]);
    expect(() => rolesOf(stack)).toThrow(/No policy of Workflow has ecs:ListClusters \*/);
  });
});
