/** Blue/green deployments of the lab's ECS: when traffic moves, what stays until the bake is over, and what comes back. */
import { describe, expect, it } from 'vitest';
import { ACCOUNT } from 'loopback-aws/aws-service.ts';
import type { NewService } from 'loopback-aws/ecs/ecs.ts';
import { tasksOf } from 'loopback-aws/ecs/state.ts';
import { dig, sure } from './support/dig.ts';
import { type VirtualEcs, virtualEcs } from './support/virtual-ecs.ts';

const MINUTE = 60_000;
/** Until two new tasks are up and healthy: provisioning, start, and one health check. */
const SCALE_UP = 12_000;

interface Pair extends VirtualEcs {
  readonly alternateArn: string;
  readonly ruleArn: string;
  /** `blue` or `green`: which group has the traffic. */
  traffic(): string;
  /** Tasks that run behind a group, whatever its traffic. */
  behind(group: 'blue' | 'green'): number;
  deploy(release: number): void;
}

/** The service `web` of two tasks, `blue` at work, with a bake time of two minutes. */
async function pair(wish: (lab: VirtualEcs) => Partial<NewService> = () => ({})): Promise<Pair> {
  const lab = virtualEcs();
  const { targets, group } = lab;
  const alternate = targets.createGroup({ ...group, name: 'web-green' });
  const ruleArn = targets.rules.create(group.loadBalancerArn, group.arn);
  const blueGreen = {
    alternateTargetGroupArn: alternate.arn,
    productionListenerRule: ruleArn,
    roleArn: `arn:aws:iam::${ACCOUNT}:role/ecs-load-balancer`,
    bakeTimeInMinutes: 2,
  };
  await lab.create({ blueGreen, ...wish(lab) });
  const arnOf = { blue: group.arn, green: alternate.arn };
  return {
    ...lab,
    alternateArn: alternate.arn,
    ruleArn,
    traffic: () => (targets.rules.forwardsTo(ruleArn) === group.arn ? 'blue' : 'green'),
    behind: (color) => targets.routable(arnOf[color]).length,
    deploy(release) {
      lab.call('UpdateService', { service: 'web', taskDefinition: lab.register(release) });
    },
  };
}

const described = (lab: VirtualEcs): unknown => dig(lab.call('DescribeServices', { services: ['web'] }), 'services.0');
const deploymentEvents = (lab: VirtualEcs): unknown =>
  dig(lab.eventsOf('ECS Deployment State Change').slice(1), '*.detail.eventName');

function stageOf(lab: VirtualEcs): unknown {
  const serviceDeploymentArns = [dig(described(lab), 'currentServiceDeployment')];
  return dig(lab.call('DescribeServiceDeployments', { serviceDeploymentArns }), 'serviceDeployments.0');
}

describe('a blue/green deployment', () => {
  it('starts the new revision behind the group without traffic, and moves all of it once every task is healthy', async () => {
    const lab = await pair();
    lab.deploy(2);
    await lab.clock.advance(4_000);
    expect([lab.traffic(), lab.behind('blue'), lab.behind('green')]).toEqual(['blue', 2, 2]);
    expect(stageOf(lab)).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'SCALE_UP' });
    await lab.clock.advance(SCALE_UP);
    expect([lab.traffic(), lab.behind('blue'), lab.behind('green')]).toEqual(['green', 2, 2]);
    expect(stageOf(lab)).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'BAKE_TIME' });
  });

  it('keeps the old revision and its targets until the bake is over, and is over itself once they have stopped', async () => {
    const lab = await pair();
    lab.deploy(2);
    await lab.clock.advance(SCALE_UP + 2 * MINUTE - 15_000);
    expect([lab.behind('blue'), lab.running().length]).toEqual([2, 4]);
    expect(dig(described(lab), 'deployments.*.rolloutState')).toEqual(['IN_PROGRESS', 'COMPLETED']);
    await lab.clock.advance(15_000);
    expect([lab.traffic(), lab.behind('blue'), lab.running().length]).toEqual(['green', 0, 2]);
    // The targets drain for 20 s.
    expect(stageOf(lab)).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'CLEAN_UP' });
    expect(deploymentEvents(lab)).toEqual(['SERVICE_DEPLOYMENT_IN_PROGRESS']);
    await lab.clock.advance(25_000);
    expect(stageOf(lab)).toMatchObject({ status: 'SUCCESSFUL' });
    expect(dig(described(lab), 'deployments.*.rolloutState')).toEqual(['COMPLETED']);
    expect(deploymentEvents(lab)).toEqual(['SERVICE_DEPLOYMENT_IN_PROGRESS', 'SERVICE_DEPLOYMENT_COMPLETED']);
  });

  it('changes the places of the groups each time, while DescribeServices shows the same one as the alternate', async () => {
    const lab = await pair();
    const attachment = {
      targetGroupArn: lab.group.arn,
      advancedConfiguration: { alternateTargetGroupArn: lab.alternateArn, productionListenerRule: lab.ruleArn },
    };
    for (const [release, color] of [
      [2, 'green'],
      [3, 'blue'],
      [4, 'green'],
    ] as const) {
      lab.deploy(release);
      await lab.clock.advance(4 * MINUTE);
      expect(lab.traffic()).toBe(color);
      expect([lab.behind('blue'), lab.behind('green')]).toEqual(color === 'blue' ? [2, 0] : [0, 2]);
      expect(described(lab)).toMatchObject({
        loadBalancers: [attachment],
        deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 2 },
      });
    }
  });

  it('gives no traffic to a revision that does not become healthy', async () => {
    const lab = await pair();
    lab.runtime.behaviour.set(lab.register(2), 'never-healthy');
    lab.call('UpdateService', { service: 'web', taskDefinition: 'web:2' });
    await lab.clock.advance(10 * MINUTE);
    expect([lab.traffic(), lab.behind('blue')]).toEqual(['blue', 2]);
    expect(stageOf(lab)).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'SCALE_UP' });
  });

  it('keeps the count of both revisions while it bakes', async () => {
    const lab = await pair();
    const [old] = lab.running();
    lab.deploy(2);
    await lab.clock.advance(SCALE_UP + 20_000);
    lab.runtime.exit(sure(old).id, { exitCode: 1, outOfMemory: false });
    expect(lab.behind('blue')).toBe(1);
    await lab.clock.advance(10_000);
    expect([lab.behind('blue'), lab.behind('green')]).toEqual([2, 2]);
  });

  it('that is rolled back while it bakes gives the traffic back at once and stops the new revision', async () => {
    const lab = await pair();
    lab.deploy(2);
    await lab.clock.advance(SCALE_UP + 30_000);
    expect(lab.traffic()).toBe('green');
    const serviceDeploymentArn = dig(described(lab), 'currentServiceDeployment');
    lab.call('StopServiceDeployment', { serviceDeploymentArn, stopType: 'ROLLBACK' });
    await lab.clock.advance(2_000);
    expect([lab.traffic(), lab.behind('blue'), lab.behind('green')]).toEqual(['blue', 2, 0]);
    await lab.clock.advance(30_000);
    expect(stageOf(lab)).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
    expect(dig(lab.running(), '*.taskDefinitionArn')).toEqual(Array(2).fill(expect.stringContaining('web:1')));
  });

  it('is refused while another one is under way, and so is another deployment configuration', async () => {
    const lab = await pair();
    lab.deploy(2);
    await lab.clock.advance(SCALE_UP);
    const unsupported = expect.objectContaining({ code: 'NotSupported' });
    expect(() => lab.deploy(3)).toThrow(unsupported);
    const deploymentConfiguration = { maximumPercent: 150 };
    expect(() => lab.call('UpdateService', { service: 'web', deploymentConfiguration })).toThrow(unsupported);
  });
});

describe('a service with two target groups', () => {
  it('has the group at work that its deployments of the past have left it with', async () => {
    const lab = await pair((ecs) => {
      const taskDefinitionArn = ecs.register(1);
      const past = (at: number) => ({ taskDefinitionArn, at, finishedAt: at + 1 });
      return { taskDefinitionArn, history: [past(1), past(2)] };
    });
    expect([lab.traffic(), lab.behind('blue'), lab.behind('green')]).toEqual(['green', 0, 2]);
  });

  it('registers what is added later in the group at work', async () => {
    const lab = await pair();
    lab.deploy(2);
    await lab.clock.advance(4 * MINUTE);
    lab.call('UpdateService', { service: 'web', desiredCount: 3 });
    await lab.clock.advance(SCALE_UP);
    expect([lab.behind('blue'), lab.behind('green')]).toEqual([0, 3]);
    expect(tasksOf(lab.ecs.state, 'web').filter(({ lastStatus }) => lastStatus === 'RUNNING')).toHaveLength(3);
  });

  it('cannot forward to a group by a rule that does not exist', async () => {
    const { targets, group } = await pair();
    expect(() => targets.rules.forward('arn:none', group.arn)).toThrow(
      expect.objectContaining({ code: 'RuleNotFound' }),
    );
  });
});
