/**
 * Nothing is granted that is not used: each permission was needed in a run of the lab, which proves it every time, or
 * says beside it why it is there all the same.
 */
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import config from '../../lab/healer.config.ts';
import { SCENARIOS } from '../../lab/scenarios/catalogue.ts';
import { HealerStack } from '../../lib/healer-stack.ts';
import { explainedRoles, type PolicyTemplate } from '../../lib/permissions/explained-roles.ts';
import { app, HANDLERS } from '../lib/support/shop.ts';
import { NEEDED } from './needed.ts';
import { deployed } from './support/deployed.ts';
import { use } from './support/proof.ts';
import { rolesOf, type Role } from './support/roles.ts';

const needed = new Set(Object.values(NEEDED).flat());
let granted: ReadonlySet<string>;
let argued: ReadonlyMap<string, string>;

beforeAll(async () => {
  const synthesized = app();
  const stack = new HealerStack(synthesized, 'Healer', {
    healer: { ...config, handlersDirectory: HANDLERS },
  });
  const explained = explainedRoles(stack, Template.fromStack(stack).toJSON() as PolicyTemplate);
  argued = new Map(
    explained.flatMap(({ name, allowed }) =>
      allowed.flatMap(({ unexercised = {} }) =>
        Object.entries(unexercised).map(([action, reason]) => [use(name, action), reason] as const),
      ),
    ),
  );
  const roles = rolesOf(await deployed(synthesized.synth().directory));
  granted = new Set(roles.flatMap(usesOf));
});

/** Everything a role is granted, as the proof spells what a call needed. */
function usesOf({ name, policies }: Role): readonly string[] {
  const statements = policies.flatMap(({ policy }) => policy.Statement).filter(({ Effect }) => Effect === 'Allow');
  return statements.flatMap(({ Action: actions, Condition: condition }) =>
    [actions].flat().flatMap((action) => {
      const keys = condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
      if (keys === undefined) return [use(name, action)];
      return [keys].flat().map((key) => use(name, action, key.replace(/\*$/, '')));
    }),
  );
}

describe('a permission', () => {
  it('is used in a run of the lab, or says why it is granted all the same', () => {
    expect(granted.size).toBeGreaterThan(100);
    expect([...granted].filter((one) => !needed.has(one) && !argued.has(one))).toEqual([]);
  });

  it('that is used makes no excuse', () => {
    expect([...argued.keys()].filter((one) => needed.has(one))).toEqual([]);
    expect([...argued].filter(([, reason]) => !/^[A-Z].*\.$/.test(reason))).toEqual([]);
  });

  it('that is needed or excused is granted', () => {
    expect([...needed, ...argued.keys()].filter((one) => !granted.has(one))).toEqual([]);
  });

  it('is needed in runs that exist', () => {
    const scenarios = SCENARIOS.map(({ name }) => name);
    const others = Object.keys(NEEDED).filter(
      (run) => !scenarios.includes(run) && !/^(killed: |looked after$|rejected events$)/.test(run),
    );
    expect(others).toEqual([]);
  });
});
