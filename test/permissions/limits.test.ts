/**
 * What IAM can hold: 10,240 characters of inline policies in a role, 6,144 in a managed policy, ten of those attached.
 * A fleet whose permissions do not fit cannot be deployed.
 */
import { describe, expect, it } from 'vitest';
import type { HealerProps } from '../../lib/healer-props.ts';
import { deployedHealer } from './support/deployed.ts';
import { rolesOf } from './support/roles.ts';

/** Services with long names, in three clusters, each with all that can be registered. */
function fleet(length: number): HealerProps {
  const services = Array.from({ length }, (_, index) => {
    const name = `order-processing-service-${index}`;
    return {
      name,
      cluster: `production-cluster-${index % 3}`,
      taskFamily: `${name}-task-definition`,
      taskRoles: [`arn:aws:iam::123456789012:role/${name}-task`, 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole'],
      // One: a stack of CloudFormation holds 500 resources, alarms included.
      runbooks: ['high-error-rate'],
      toggles: [
        {
          name: 'recommendations',
          parameter: `/production/${name}/flags/recommendations`,
          on: 'on',
          off: 'off',
          helps: ['high-error-rate'],
          losesFeature: 'recommendations',
        },
      ],
      targetGroup: {
        targetGroupArn: `arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/${name}/${String(index).padStart(16, '0')}`,
        loadBalancerArn:
          'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/shop/0123456789abcdef',
      },
    };
  });
  return { services, serviceAlarms: false, dashboard: false };
}

const INLINE_MAX = 10_240;
const MANAGED_MAX = 6_144;
const ATTACHED_MAX = 10;

describe('the permissions of many services', () => {
  // The most that are fenced one by one, and more, which are fenced in parts.
  it.each([80, 100])('fit into what IAM allows, of %i', async (services) => {
    const stack = await deployedHealer(fleet(services));
    const inline = new Set(
      [...stack.resources.values()].flatMap(({ type, logicalId }) => (type === 'AWS::IAM::Policy' ? [logicalId] : [])),
    );
    const roles = rolesOf(stack);
    expect(roles.length).toBeGreaterThan(10);
    for (const { name, policies } of roles) {
      const size = ({ policy }: (typeof policies)[number]) => JSON.stringify(policy).length;
      const managed = policies.filter((one) => !inline.has(one.name));
      const own = policies.filter((one) => inline.has(one.name)).reduce((sum, one) => sum + size(one), 0);
      expect(own, name).toBeLessThanOrEqual(INLINE_MAX);
      expect(Math.max(0, ...managed.map(size)), name).toBeLessThanOrEqual(MANAGED_MAX);
      expect(managed.length, name).toBeLessThanOrEqual(ATTACHED_MAX);
    }
  });
});
