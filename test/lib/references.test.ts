/**
 * How many services fit whose names only the deployment knows, and that what means one thing is one name, however many
 * tokens the CDK makes of it. The figures are those of docs/alarms.md and of ADR 7.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ListenerCondition,
  type IApplicationLoadBalancer,
  type IApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { describe, expect, it } from 'vitest';
import type { Healer } from '../../lib/healer.ts';
import { flat, resourcesOf, templateOf } from './support/templates.ts';
import {
  FRANKFURT,
  newApp,
  newCluster,
  newHealer,
  newService,
  newStack,
  newTargetGroup,
  newVpc,
} from './support/user-app.ts';

interface Town {
  readonly stack: Stack;
  readonly vpc: IVpc;
  readonly cluster: ICluster;
  readonly healer: Healer;
}

/** Services in a stack of their own, because a stack has room for 500 resources. */
function town(): Town {
  const app = newApp();
  const stack = newStack(app, 'Services', FRANKFURT);
  const vpc = newVpc(stack);
  return { stack, vpc, cluster: newCluster(stack, vpc), healer: newHealer(newStack(app, 'Shop', FRANKFURT)) };
}

function newListener(stack: Stack, vpc: IVpc, id: string): ApplicationListener {
  const loadBalancer = new ApplicationLoadBalancer(stack, id, { vpc }) as unknown as IApplicationLoadBalancer;
  return new ApplicationListener(stack, `${id}Listener`, { loadBalancer, protocol: ApplicationProtocol.HTTP });
}

type TargetGroups = (town: Town, index: number) => IApplicationTargetGroup | undefined;

/** Services with or without load balancers, until something is said about it. */
function saidAbout(count: number, targetGroupOf: TargetGroups): readonly string[] {
  const built = town();
  for (let index = 0; index < count; index++) {
    const service = newService(built.stack, `Web${index}`, { cluster: built.cluster });
    const targetGroup = targetGroupOf(built, index);
    built.healer.heals(service, targetGroup === undefined ? {} : { targetGroup });
  }
  // Without a synthesis of two stacks: validation compiles all there is.
  return built.healer.node.validate();
}

/** One load balancer for all, each target group behind a path of its own. */
function shared(): TargetGroups {
  let listener: ApplicationListener | undefined;
  return ({ stack, vpc }, index) => {
    const first = listener === undefined;
    listener ??= newListener(stack, vpc, 'Balancer');
    const group = newTargetGroup(stack, vpc, `Group${index}`);
    const conditions = [ListenerCondition.pathPatterns([`/${index}`])];
    listener.addTargetGroups(`Targets${index}`, {
      targetGroups: [group],
      ...(first ? {} : { priority: index, conditions }),
    });
    return group;
  };
}

const own: TargetGroups = ({ stack, vpc }, index) => {
  const group = newTargetGroup(stack, vpc, `Group${index}`);
  newListener(stack, vpc, `Balancer${index}`).addTargetGroups('Targets', { targetGroups: [group] });
  return group;
};

const ROOM: readonly { readonly case: string; readonly most: number; readonly targetGroups: () => TargetGroups }[] = [
  { case: 'without load balancers', most: 35, targetGroups: () => () => undefined },
  { case: 'behind one load balancer', most: 18, targetGroups: shared },
  { case: 'behind a load balancer each', most: 13, targetGroups: () => own },
];

describe('services in one cluster whose names only CloudFormation knows', () => {
  it.each(ROOM)('are $most $case, and one more is refused', ({ most, targetGroups }) => {
    expect(saidAbout(most, targetGroups())).toEqual([]);
    expect(saidAbout(most + 1, targetGroups())).toEqual([
      expect.stringMatching(/\d+ names are known only when deployed, more than a Lambda's environment holds; give /),
    ]);
  });
});

it('are as many as the documents say', () => {
  const said = (path: string): string =>
    readFileSync(join(import.meta.dirname, '../..', path), 'utf8').replaceAll(/\s+/g, ' ');
  const [alone, one, each] = ROOM.map(({ most }) => most);
  expect(said('docs/alarms.md')).toContain(
    `at ${alone} services in one cluster, at ${one} that share a load balancer, at ${each} that have one each`,
  );
  expect(said('docs/adr/0007-one-catalog-late.md')).toContain(
    `${alone} services whose names only CloudFormation knows, ${one} of them behind one load balancer, or ${each} behind one each`,
  );
});

describe('names that only the deployment knows', () => {
  it('are told apart where two stacks have the same logical id', () => {
    const app = newApp();
    const healer = newHealer(newStack(app, 'Shop', FRANKFURT));
    for (const id of ['North', 'South']) {
      healer.heals(newService(newStack(app, id, FRANKFURT), 'Web'), { name: id.toLowerCase() });
    }
    const alarms = resourcesOf(templateOf(Stack.of(healer)), 'AWS::CloudWatch::Alarm')
      .map(({ Properties }) => JSON.stringify(flat(Properties)))
      .filter((text) => text.includes('high-cpu-cpu'));
    expect(alarms).toHaveLength(2);
    for (const [index, id] of ['North', 'South'].entries())
      expect(alarms[index]).toMatch(new RegExp(`${id}.*GetAttWeb`));
  });

  it('are one for the load balancer two services share', () => {
    const { stack, vpc, cluster, healer } = town();
    const targetGroups = shared();
    for (const index of [0, 1]) {
      const targetGroup = targetGroups({ stack, vpc, cluster, healer }, index);
      if (targetGroup !== undefined) healer.heals(newService(stack, `Web${index}`, { cluster }), { targetGroup });
    }
    const [lambda] = resourcesOf(templateOf(Stack.of(healer)), 'AWS::Lambda::Function');
    const text = JSON.stringify(lambda?.Properties['Environment']);
    // Region and account, the cluster, two services, two target groups, and one load balancer of three parts.
    expect(text.match(/ExportsOutput/g)).toHaveLength(1 + 2 + 2 + 3);
  });
});
