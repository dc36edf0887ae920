/** A rollback that ends at its first task leaves the rollout limits narrow: the healer always restores them. */
import { describe, expect, it } from 'vitest';
import { reap } from '../../lambdas/stages/reap.ts';
import { BAD, GOOD, aShop, aTaskDefinition, type Shop } from '../support/shop.ts';
import { BAD_RELEASE, deployBad } from '../support/sicknesses.ts';
import { dieAfter, sweepAndPlay, sweeper, wait } from '../support/sweeping.ts';
import { incidentOf, playUntil } from '../support/undoing.ts';

const USUAL = { minimumHealthyPercent: 100, maximumPercent: 200 };
const NARROW = { minimumHealthyPercent: 100, maximumPercent: 125 };

function shopWithBadRelease(): Shop {
  const definitions = [aTaskDefinition(GOOD), aTaskDefinition(BAD, { 'healer:schema': 'compatible' })];
  const shop = aShop({ taskDefinitions: definitions });
  deployBad(shop);
  shop.breakWith(BAD_RELEASE);
  return shop;
}

const rollout = (shop: Shop) => shop.memory.ecs.service(shop.user).rollout;
const runs = (shop: Shop) => shop.memory.ecs.service(shop.user).deployments[0]?.taskDefinitionArn;

/** An execution that died at the first task, and the reaper that told people. */
async function diedAtFirstTask(): Promise<Shop> {
  const shop = shopWithBadRelease();
  const running = await dieAfter(shop, BAD_RELEASE, 'act.rollBack.apply');
  const { arn } = await running.execution();
  await reap({ ...shop.memory.ports, catalog: shop.catalog })({ detail: { executionArn: arn, status: 'ABORTED' } });
  return shop;
}

describe('a rollback whose execution died at its first task', () => {
  it.each([
    { case: 'what it deployed runs', arn: GOOD },
    { case: 'an operator deployed again what ran before', arn: BAD },
  ])('leaves the usual rollout limits, and whatever revision runs, where $case', async ({ arn }) => {
    const shop = await diedAtFirstTask();
    expect(rollout(shop)).toMatchObject(NARROW);
    expect(shop.memory.published.at(-1)?.body).toContain('maximumPercent 125 instead of 200');
    if (arn !== GOOD) shop.memory.ecs.deploy(shop.user, arn);
    wait(shop, 11);
    const { found } = await sweepAndPlay(shop);
    expect(found[0]).toMatch(/^left-over: rollBack of .* taken up$/);
    expect(rollout(shop)).toMatchObject(USUAL);
    expect(runs(shop)).toBe(arn);
    const incident = await shop.memory.ports.ledger.load(incidentOf(shop));
    expect(incident).toMatchObject({ outcome: 'failed', leftovers: [{ state: { kind: 'kept' } }] });
    expect(incident.leftovers?.[0]).not.toHaveProperty('dueAt');
    wait(shop, 31);
    expect((await sweeper(shop)()).found.filter((one) => one.startsWith('left-over'))).toEqual([]);
  });

  it.each([
    {
      case: 'other rollout limits',
      change: (shop: Shop) => Object.assign(rollout(shop), { maximumPercent: 150 }),
      rolloutLimits: { minimumHealthyPercent: 100, maximumPercent: 150 },
      said: /^put back: the rollout limits are as before$/,
      told: [],
    },
    {
      case: 'another revision',
      change: (shop: Shop) => shop.memory.ecs.deploy(shop.user, `${BAD}1`),
      rolloutLimits: NARROW,
      said: /^not put back: .*which the healer did not decide on$/,
      told: ['[healer] user Requests fail: rollout limits not put back'],
    },
  ])(
    'leaves $case of another actor alone, and says where the rollout limits stay',
    async ({ change, rolloutLimits, said, told }) => {
      const shop = await diedAtFirstTask();
      change(shop);
      wait(shop, 11);
      const { started } = shop.memory.executions;
      await sweeper(shop)();
      const { messages } = await shop.machine.run(started.at(-1)?.event);
      expect(rollout(shop)).toMatchObject(rolloutLimits);
      const incident = await shop.memory.ports.ledger.load(incidentOf(shop));
      expect(incident.timeline.at(-1)?.text).toMatch(said);
      expect(messages.map(({ subject }) => subject)).toEqual(told);
    },
  );
});

describe('a deployment that begins between the look and the change of the rollout limits', () => {
  const THEIRS = `${BAD}1`;

  /** An operator deploys right before the rollout limits are restored. */
  function deployedMeanwhile({ memory, user }: Shop): void {
    const { services } = memory.ports;
    const { setRolloutLimits } = services;
    Object.assign(services, {
      setRolloutLimits: async (...given: Parameters<typeof setRolloutLimits>) => {
        memory.ecs.deploy(user, THEIRS);
        await setRolloutLimits(...given);
      },
    });
  }

  it('goes on after an execution that died, at the usual rollout limits', async () => {
    const shop = await diedAtFirstTask();
    deployedMeanwhile(shop);
    wait(shop, 11);
    await sweepAndPlay(shop);
    expect(runs(shop)).toBe(THEIRS);
    expect(rollout(shop)).toMatchObject(USUAL);
  });

  it('ends a rollback that was about to go on, and stays', async () => {
    const shop = shopWithBadRelease();
    deployedMeanwhile(shop);
    const { incident } = await shop.machine.run(shop.alarm(BAD_RELEASE));
    expect(runs(shop)).toBe(THEIRS);
    expect(incident?.attempts[0]).toMatchObject({ status: 'censored', holds: [{ reason: 'deployment-in-progress' }] });
  });
});

describe('a rollback that a person holds back at its first task', () => {
  it('leaves the rollout limits narrow for as long as the override says, and restores them afterwards', async () => {
    const shop = shopWithBadRelease();
    const running = await shop.machine.start(shop.alarm(BAD_RELEASE));
    await playUntil(shop, running, () => running.path.at(-1) === 'act.rollBack.apply');
    shop.memory.parameters.set('/healer/mode', 'off');
    await playUntil(shop, running, () => running.path.filter((name) => name === 'act.rollBack.undo').length === 2);
    expect(rollout(shop)).toMatchObject(NARROW);
    shop.memory.parameters.set('/healer/mode', 'auto');
    await playUntil(shop, running, () => false);
    expect(rollout(shop)).toMatchObject(USUAL);
    expect(runs(shop)).toBe(GOOD);
    const { incident, result, messages } = await running.execution();
    expect(incident?.outcome).toBe('held');
    expect(messages).toHaveLength(2);
    expect(result).toBe('succeeded');
  });
});
