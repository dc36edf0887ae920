/** Which target is whose, in every way that tasks of a service become targets. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serviceSnapshot, targetSnapshot, taskSnapshot } from '../../../lambdas/adapters/ecs-snapshots.ts';
import { inService } from '../../../core/remedies/in-service.ts';
import {
  isReached,
  isTargetOf,
  placementHolds,
  targetsOf,
  unregisteredGroup,
  type Groups,
  type Placed,
} from '../../../core/facts/task-targets.ts';
import type { LoadBalancerAttachment } from '../../../core/world/service.ts';
import type { TargetSnapshot } from '../../../core/world/target.ts';
import type { TaskSnapshot } from '../../../core/world/task.ts';

const CASES = join(import.meta.dirname, '../../cases');
const arnOf = (name: string): string =>
  `arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/${name}/0123456789abcdef`;
const WEB = arnOf('web');
const ADMIN = arnOf('admin');
const BLUE = arnOf('blue');
const GREEN = arnOf('green');

const aTask = (id: string, where: Pick<TaskSnapshot, 'privateIp' | 'ipv6' | 'host'>): TaskSnapshot => ({
  arn: `arn:aws:ecs:us-east-1:123456789012:task/shop/${id}`,
  lastStatus: 'RUNNING',
  desiredStatus: 'RUNNING',
  health: 'UNKNOWN',
  taskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:1',
  ...where,
});
const aTarget = (id: string, port: number, group: string, state: TargetSnapshot['state'] = 'healthy') => ({
  id,
  port,
  group,
  state,
});
const attached = (group: string, containerPort = 80): LoadBalancerAttachment => ({ group, containerPort });
const placed = (
  loadBalancers: readonly LoadBalancerAttachment[],
  tasks: readonly TaskSnapshot[],
  targets: readonly TargetSnapshot[],
): Placed => ({ service: { loadBalancers }, tasks, targets });

interface Kind {
  readonly case: string;
  readonly groups: Groups;
  readonly world: Placed;
}

const one = { privateIp: '10.0.0.1' };
const two = { privateIp: '10.0.0.2' };
const onHost = (instanceId: string, ...hostPorts: number[]) => ({ host: { instanceId, hostPorts } });
const pair: LoadBalancerAttachment = { group: BLUE, alternateGroup: GREEN, containerPort: 80 };

/** In each the first task is reached, and the second is the one whose target is not healthy. */
const KINDS: readonly Kind[] = [
  {
    case: 'awsvpc on Fargate or EC2: by the address',
    groups: [[WEB]],
    world: placed(
      [attached(WEB)],
      [aTask('a', one), aTask('b', two)],
      [aTarget('10.0.0.1', 80, WEB), aTarget('10.0.0.2', 80, WEB, 'unhealthy')],
    ),
  },
  {
    case: 'awsvpc with targets of IPv6',
    groups: [[WEB]],
    world: placed(
      [attached(WEB)],
      [aTask('a', { ...one, ipv6: 'fd00::1' }), aTask('b', { ...two, ipv6: 'fd00::2' })],
      [aTarget('fd00::1', 80, WEB), aTarget('fd00::2', 80, WEB, 'unhealthy')],
    ),
  },
  {
    case: 'bridge with dynamic ports, both on one instance',
    groups: [[WEB]],
    world: placed(
      [attached(WEB)],
      [aTask('a', onHost('i-1', 32768)), aTask('b', onHost('i-1', 32769))],
      [aTarget('i-1', 32768, WEB), aTarget('i-1', 32769, WEB, 'unhealthy')],
    ),
  },
  {
    case: 'host mode, for which ECS tells no ports',
    groups: [[WEB]],
    world: placed(
      [attached(WEB, 8080)],
      [aTask('a', onHost('i-1')), aTask('b', onHost('i-2'))],
      [aTarget('i-1', 8080, WEB), aTarget('i-2', 8080, WEB, 'unhealthy')],
    ),
  },
  {
    case: 'two groups of application load balancers',
    groups: [[WEB], [ADMIN]],
    world: placed(
      [attached(WEB), attached(ADMIN, 9090)],
      [aTask('a', one), aTask('b', two)],
      [
        aTarget('10.0.0.1', 80, WEB),
        aTarget('10.0.0.1', 9090, ADMIN),
        aTarget('10.0.0.2', 80, WEB),
        aTarget('10.0.0.2', 9090, ADMIN, 'unhealthy'),
      ],
    ),
  },
  {
    case: 'two groups, one of which a task has left',
    groups: [[WEB], [ADMIN]],
    world: placed(
      [attached(WEB), attached(ADMIN)],
      [aTask('a', one), aTask('b', two)],
      [
        aTarget('10.0.0.1', 80, WEB),
        aTarget('10.0.0.1', 80, ADMIN),
        aTarget('10.0.0.2', 80, WEB),
        aTarget('10.0.0.2', 80, ADMIN, 'draining'),
      ],
    ),
  },
  {
    case: 'an application and a network load balancer, by instance',
    groups: [[WEB], [ADMIN]],
    world: placed(
      [attached(WEB), attached(ADMIN, 443)],
      [aTask('a', onHost('i-1', 32768, 32770)), aTask('b', onHost('i-2', 32768, 32770))],
      [
        aTarget('i-1', 32768, WEB),
        aTarget('i-1', 32770, ADMIN),
        aTarget('i-2', 32768, WEB),
        aTarget('i-2', 32770, ADMIN, 'initial'),
      ],
    ),
  },
  ...[BLUE, GREEN].map((atWork) => ({
    case: `blue/green while ${atWork === BLUE ? 'blue' : 'green'} has the traffic`,
    groups: [[BLUE, GREEN]],
    world: placed(
      [pair],
      [aTask('a', one), aTask('b', two)],
      [aTarget('10.0.0.1', 80, atWork), aTarget('10.0.0.2', 80, atWork, 'unhealthy')],
    ),
  })),
];

describe('a target', () => {
  it.each(KINDS)('belongs to one task and vouches for it: $case', ({ world, groups }) => {
    const [first, second] = world.tasks;
    if (first === undefined || second === undefined) throw new Error('two tasks');
    for (const target of world.targets)
      expect(world.tasks.filter((task) => isTargetOf(world, task, target))).toHaveLength(1);
    expect(isReached(world, first, groups)).toBe(true);
    expect(isReached(world, second, groups)).toBe(false);
    expect(inService({ behindLoadBalancer: true, tasksBefore: [], groups }, world, 0)).toEqual([first]);
    expect(placementHolds(groups, world)).toEqual([]);
    expect(unregisteredGroup(groups, world.service)).toBeUndefined();
  });

  it.each(KINDS)('is taken for no other actor’s as facts recorded without groups: $case', ({ world }) => {
    const bare = world.targets.map(({ group: _group, ...target }) => target);
    const [first] = world.tasks;
    const before = { ...world, targets: bare };
    if (first === undefined) throw new Error('two tasks');
    expect(targetsOf(before, first)).toHaveLength(targetsOf(world, first).length);
  });
});

const UNCLEAR: readonly (Kind & { readonly reason: string; readonly says: RegExp })[] = [
  {
    case: 'a group without targets',
    groups: [[WEB], [ADMIN]],
    world: placed([attached(WEB), attached(ADMIN)], [aTask('a', one)], [aTarget('10.0.0.1', 80, WEB)]),
    reason: 'too-few-healthy',
    says: /no target in admin/,
  },
  {
    case: 'targets of something else',
    groups: [[WEB]],
    world: placed([attached(WEB)], [aTask('a', one)], [aTarget('10.9.9.9', 80, WEB)]),
    reason: 'targets-unclear',
    says: /no target in web is that of a running task/,
  },
  {
    case: 'a task whose instance ECS does not tell',
    groups: [[WEB]],
    world: placed([attached(WEB)], [aTask('a', one), aTask('b', {})], [aTarget('10.0.0.1', 80, WEB)]),
    reason: 'targets-unclear',
    says: /task b has neither an address nor an instance/,
  },
  {
    case: 'two tasks of host mode said to be on one port of one instance',
    groups: [[WEB]],
    world: placed([attached(WEB)], [aTask('a', onHost('i-1')), aTask('b', onHost('i-1'))], [aTarget('i-1', 80, WEB)]),
    reason: 'targets-unclear',
    says: /target i-1:80 may be that of several tasks/,
  },
  {
    case: 'both groups of a pair at work',
    groups: [[BLUE, GREEN]],
    world: placed(
      [pair],
      [aTask('a', one), aTask('b', two)],
      [aTarget('10.0.0.1', 80, BLUE), aTarget('10.0.0.2', 80, GREEN)],
    ),
    reason: 'targets-unclear',
    says: /blue and green both have targets/,
  },
];

describe('tasks and targets that cannot be told apart', () => {
  it.each(UNCLEAR)('are a reason to do nothing: $case', ({ groups, world, reason, says }) => {
    expect(placementHolds(groups, world)).toEqual([{ reason, detail: expect.stringMatching(says) }]);
  });

  it('are none of them without a load balancer', () => {
    expect(placementHolds([], placed([], [aTask('a', {})], []))).toEqual([]);
  });

  it('include a group that is not registered, an alternate or a classic load balancer too', () => {
    const service = (one: LoadBalancerAttachment) => ({ loadBalancers: [attached(WEB), one] });
    expect(unregisteredGroup([[WEB]], service(attached(ADMIN)))).toContain('admin');
    expect(unregisteredGroup([[WEB], [BLUE]], service(pair))).toContain('green');
    expect(unregisteredGroup([[WEB]], service(attached('old-classic')))).toContain('old-classic');
    expect(unregisteredGroup([[WEB], [GREEN, BLUE]], service(pair))).toBeUndefined();
  });
});

function read(path: string): unknown {
  return JSON.parse(readFileSync(join(CASES, path), 'utf8'));
}

describe('what AWS answers', () => {
  it('matches a bridge task with its instance and host port', () => {
    const { tasks } = read('ec2-bridge-tasks.json') as {
      readonly tasks: readonly Parameters<typeof taskSnapshot>[0][];
    };
    const { TargetHealthDescriptions: targets } = read('ec2-bridge-target-health.json') as {
      readonly TargetHealthDescriptions: readonly Parameters<typeof targetSnapshot>[0][];
    };
    const instances = new Map([
      ['arn:aws:ecs:us-east-1:123456789012:container-instance/shop/abc', 'i-0aaaaaaaaaaaaaaa1'],
    ]);
    const world = placed(
      [attached(WEB)],
      tasks.map((task) => taskSnapshot(task, instances)),
      targets.map((target) => targetSnapshot(target, WEB)),
    );
    expect(placementHolds([[WEB]], world)).toEqual([]);
    expect(inService({ behindLoadBalancer: true, tasksBefore: [], groups: [[WEB]] }, world, 0)).toHaveLength(1);
  });

  it('names both groups of a blue/green service', () => {
    const described = read('blue-green-service.json') as object;
    const counts = { status: 'ACTIVE', desiredCount: 2, runningCount: 2, pendingCount: 0, taskDefinition: 'web:2' };
    const { loadBalancers } = serviceSnapshot({ ...described, ...counts });
    expect(loadBalancers).toEqual([
      { group: BLUE, alternateGroup: expect.stringContaining('targetgroup/green/'), containerPort: 80 },
    ]);
  });
});
