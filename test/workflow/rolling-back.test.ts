/** Going back: one task first, never further than one step, and forward again when it was in vain. */
import { describe, expect, it } from 'vitest';
import { alarmName } from '../../core/catalog/catalog.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { ReadFailed } from '../../core/ports/errors.ts';
import { aToggle } from '../support/catalog.ts';
import { BAD, GOOD, aShop, aTaskDefinition, type Shop, type ShopOptions } from '../support/shop.ts';
import { BAD_RELEASE, deployBad } from '../support/sicknesses.ts';

const COMPATIBLE = { 'healer:schema': 'compatible' };
const USUAL = { minimumHealthyPercent: 100, maximumPercent: 200 };

function shopWithBadRelease(options: ShopOptions = {}): Shop {
  const shop = aShop({ taskDefinitions: [aTaskDefinition(GOOD), aTaskDefinition(BAD, COMPATIBLE)], ...options });
  deployBad(shop);
  return shop;
}

/** Task definitions asked for, in order, each with its rollout limits; and these alone. */
function asked(incident: Incident | undefined): readonly string[] {
  const moves = incident?.attempts.flatMap(({ journal }) => journal.moves) ?? [];
  return moves.flatMap(({ move }) => {
    if (move.kind === 'setRolloutLimits') return [`at ${move.rolloutLimits.maximumPercent}`];
    return move.kind === 'setTaskDefinition'
      ? [`${move.taskDefinitionArn.slice(-1)} at ${move.rolloutLimits?.maximumPercent}`]
      : [];
  });
}

function runs(shop: Shop): string | undefined {
  return shop.memory.ecs.service(shop.user).deployments[0]?.taskDefinitionArn;
}

describe('going back', () => {
  it('begins with one task, and restores the rollout limits when that one is healthy', async () => {
    const shop = shopWithBadRelease();
    shop.breakWith(BAD_RELEASE);
    const most: number[] = [];
    const execution = await shop.machine.run(shop.alarm(BAD_RELEASE), () => {
      const { rollout } = shop.memory.ecs.service(shop.user);
      if (rollout.maximumPercent < 200) most.push(shop.tasks().length);
    });
    expect(execution.incident?.outcome, JSON.stringify(execution.incident?.timeline)).toBe('healed');
    expect(asked(execution.incident)).toEqual(['6 at 125', 'at 200']);
    expect(Math.max(...most)).toBe(5);
    expect(shop.memory.ecs.service(shop.user).rollout).toMatchObject(USUAL);
  });

  it('goes forward again when the first task does not become healthy, and asks a person', async () => {
    const shop = shopWithBadRelease();
    shop.breakWith(BAD_RELEASE);
    const execution = await shop.machine.run(shop.alarm(BAD_RELEASE), (path) => {
      // What ran before does not start any more: its image is gone.
      if (path.at(-1) === 'act.rollBack.apply') shop.memory.ecs.service(shop.user).startsFail = true;
      if (path.at(-1) === 'act.rollBack.undo') shop.memory.ecs.service(shop.user).startsFail = false;
    });
    expect(execution.incident?.outcome, JSON.stringify(execution.incident?.timeline)).toBe('escalated');
    expect(asked(execution.incident)).toEqual(['6 at 125', '7 at 200']);
    expect(execution.incident?.attempts.map(({ remedy, undone }) => [remedy, undone])).toEqual([['rollBack', true]]);
    expect(runs(shop)).toBe(BAD);
    expect(shop.memory.ecs.service(shop.user).rollout).toMatchObject(USUAL);
    expect(execution.messages).toHaveLength(2);
  });

  it('stops at the first task that fails, and tries nothing else, though a toggle may help', async () => {
    const ordinary = { ...COMPATIBLE, 'healer:release': 'ordinary' };
    const shop = shopWithBadRelease({
      taskDefinitions: [aTaskDefinition(GOOD), aTaskDefinition(BAD, ordinary)],
      service: { toggles: [aToggle('recommendations')] },
    });
    shop.breakWith(BAD_RELEASE);
    const execution = await shop.machine.run(shop.alarm(BAD_RELEASE), (path) => {
      const [newest] = shop.memory.ecs.service(shop.user).deployments;
      if (path.at(-1) === 'act.rollBack.apply' && newest?.taskDefinitionArn === GOOD) newest.failedTasks = 1;
    });
    expect(execution.incident?.attempts.map(({ remedy, reason }) => [remedy, reason])).toEqual([
      ['rollBack', 'the first task of user:6 failed'],
    ]);
    expect(execution.path.filter((name) => name === 'decide')).toHaveLength(1);
    expect(asked(execution.incident)).toEqual(['6 at 125', '7 at 200']);
    expect(execution.incident?.outcome).toBe('escalated');
  });

  it('stops half way when the failure grows, and goes forward again', async () => {
    const shop = shopWithBadRelease({ desired: 12 });
    let value = 30;
    shop.breakWith({ ...BAD_RELEASE, sick: () => true, sickValue: () => value });
    const execution = await shop.machine.run(shop.alarm(BAD_RELEASE), (path) => {
      if (path.at(-1) === 'act.rollBack.apply') value = 100;
      if (path.at(-1) === 'act.rollBack.undo') value = 30;
    });
    expect(execution.incident?.attempts[0]?.reason).toContain('grew worse');
    expect(execution.incident?.outcome).toBe('escalated');
    expect(runs(shop)).toBe(BAD);
  });

  it('goes forward again and asks a person when it did not help, and tries nothing else', async () => {
    const shop = shopWithBadRelease();
    shop.breakWith({ ...BAD_RELEASE, sick: () => true });
    const execution = await shop.machine.run(shop.alarm(BAD_RELEASE));
    expect(execution.incident?.outcome).toBe('escalated');
    expect(execution.incident?.attempts.map(({ remedy, status }) => [remedy, status])).toEqual([
      ['rollBack', 'failed'],
    ]);
    expect(runs(shop)).toBe(BAD);
  });

  it('is refused when the failure comes back after a way back within the day: no second step', async () => {
    const shop = shopWithBadRelease();
    shop.breakWith(BAD_RELEASE);
    await shop.machine.run(shop.alarm(BAD_RELEASE));
    deployBad(shop);
    shop.breakWith(BAD_RELEASE);
    const again = await shop.machine.run(shop.alarm(BAD_RELEASE));
    const holds = again.incident?.decisions.flatMap(({ candidates }) =>
      candidates.filter(({ remedy }) => remedy === 'rollBack').flatMap((candidate) => candidate.holds),
    );
    expect(holds?.map(({ reason }) => reason)).toContain('rolled-back-recently');
    expect(again.incident?.attempts.some(({ remedy }) => remedy === 'rollBack')).toBe(false);
  });

  it('asks the services around it only where a version changed, and believes them', async () => {
    const tags = { ...COMPATIBLE, 'healer:api-version': '4' };
    const caller = 'arn:aws:ecs:us-east-1:123456789012:task-definition/order:3';
    const taskDefinitions = [
      aTaskDefinition(GOOD, { 'healer:api-version': '3' }),
      aTaskDefinition(BAD, tags),
      aTaskDefinition(caller, { 'healer:accepts-user': '4' }),
    ];
    const { user } = aShop();
    const { targetGroup: _none, ...plain } = user;
    const order = { ...plain, name: 'order', ecsService: 'order', dependencies: ['user'] };
    const shop = shopWithBadRelease({ taskDefinitions, others: [order] });
    shop.memory.ecs.deploy(order, caller);
    shop.breakWith(BAD_RELEASE);
    const execution = await shop.machine.run(shop.alarm(BAD_RELEASE));
    const [decision] = execution.incident?.decisions ?? [];
    const wayBack = decision?.candidates.find(({ remedy }) => remedy === 'rollBack');
    expect(wayBack?.holds.map(({ reason }) => reason)).toContain('api-incompatible');
  });
});

describe('a deployment that completed', () => {
  function completed(shop: Shop, deploymentId: string, service = 'user'): Record<string, unknown> {
    const at = new Date(shop.now()).toISOString();
    return {
      version: '0',
      id: `event-${deploymentId}`,
      'detail-type': 'ECS Deployment State Change',
      source: 'aws.ecs',
      account: '123456789012',
      time: at,
      region: 'us-east-1',
      resources: [`arn:aws:ecs:us-east-1:123456789012:service/${shop.user.cluster}/${service}`],
      detail: { eventType: 'INFO', eventName: 'SERVICE_DEPLOYMENT_COMPLETED', deploymentId, updatedAt: at, reason: '' },
    };
  }

  const released = async (shop: Shop) => (await shop.memory.ports.ledger.service('user')).releases;

  it('is remembered with what it deployed, once, and starts nothing', async () => {
    const shop = shopWithBadRelease();
    const [newest] = shop.memory.ecs.service(shop.user).deployments;
    const event = completed(shop, newest?.id ?? '', shop.user.ecsService);
    const execution = await shop.machine.run(event);
    expect(execution.intake).toMatchObject({ kind: 'ignored', reason: 'informational' });
    await shop.machine.run(event);
    expect(await released(shop)).toEqual([
      { deploymentId: newest?.id, taskDefinitionArn: BAD, completedAt: shop.now() },
    ]);
  });

  it.each([
    { case: 'ECS knows it no more', id: 'ecs-svc/999', unreadable: false },
    { case: 'ECS cannot be asked', id: 'ecs-svc/2', unreadable: true },
  ])('is not remembered, and fails nothing, when $case', async ({ id, unreadable }) => {
    const shop = shopWithBadRelease();
    const event = completed(shop, id, shop.user.ecsService);
    if (unreadable) {
      Object.assign(shop.memory.ports.services, { describe: () => Promise.reject(new ReadFailed('throttled')) });
    }
    const execution = await shop.machine.run(event);
    expect(execution.intake).toMatchObject({ kind: 'ignored', reason: 'informational' });
    expect(await released(shop)).toEqual([]);
  });

  it('does not disturb an incident that is open', async () => {
    const shop = shopWithBadRelease();
    shop.breakWith(BAD_RELEASE);
    const running = await shop.machine.start(shop.alarm(BAD_RELEASE));
    const [newest] = shop.memory.ecs.service(shop.user).deployments;
    await shop.machine.run(completed(shop, newest?.id ?? '', shop.user.ecsService));
    const record = await shop.memory.ports.ledger.service('user');
    expect(record).toMatchObject({ signalCount: 1, releases: [{ taskDefinitionArn: BAD }] });
    expect(record.failures).toMatchObject([{ failureType: BAD_RELEASE.failureType }]);
    expect((await running.execution()).result).toBe('running');
    expect(alarmName('healer', 'user', BAD_RELEASE.failureType, BAD_RELEASE.watch)).toBe(record.redAlarms[0]);
  });
});
