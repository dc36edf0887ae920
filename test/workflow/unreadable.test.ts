/** One read that fails is no reason to wake a person, and never a reason to act. */
import { describe, expect, it } from 'vitest';
import { NotThere, ReadFailed } from '../../core/ports/errors.ts';
import { writesOf } from '../support/episodes.ts';
import { memoryKey } from '../support/memory-ports/memory-memory.ts';
import { BAD, GOOD, aShop, aTaskDefinition, type Shop } from '../support/shop.ts';
import { BAD_RELEASE, LEAK, deployBad } from '../support/sicknesses.ts';

const READS = [
  {
    case: 'the alarm',
    fail: (shop: Shop) => shop.memory.fail('metrics', 'alarms', 'before', new ReadFailed('throttled')),
  },
  {
    case: 'the service',
    fail: (shop: Shop) => shop.memory.fail('services', 'describe', 'before', new ReadFailed('throttled')),
  },
] as const;

function failTimes(shop: Shop, times: number, { fail }: (typeof READS)[number]): void {
  for (let time = 0; time < times; time++) fail(shop);
}

/** A release that is to blame and can be taken back. */
function releasedShop(): Shop {
  const taskDefinitions = [aTaskDefinition(GOOD), aTaskDefinition(BAD, { 'healer:schema': 'compatible' })];
  const shop = aShop({ taskDefinitions });
  deployBad(shop);
  shop.breakWith(BAD_RELEASE);
  return shop;
}

describe('a healer that cannot read', () => {
  it.each(READS)('$case once waits a little and heals', async (read) => {
    const shop = aShop();
    shop.breakWith(LEAK);
    failTimes(shop, 1, read);
    const execution = await shop.machine.run(shop.alarm(LEAK));
    expect(execution.incident?.outcome).toBe('healed');
    expect(execution.path.filter((name) => name === 'decide')).toHaveLength(2);
    expect(execution.messages).toHaveLength(2);
  });

  it.each(READS)('$case for as long as it may wait touches nothing and asks a person', async (read) => {
    const shop = aShop();
    shop.breakWith(LEAK);
    failTimes(shop, 500, read);
    const execution = await shop.machine.run(shop.alarm(LEAK));
    expect(execution.incident?.outcome).toBe('escalated');
    expect(execution.incident?.decisions.at(-1)?.holds[0]?.reason).toBe('queue-expired');
    expect(shop.memory.ecs.stopped).toEqual([]);
  });

  it('the override once waits, and heals or holds as it then says', async () => {
    for (const { mode, outcome } of [
      { mode: 'auto', outcome: 'healed' },
      { mode: 'off', outcome: 'held' },
    ]) {
      const shop = aShop();
      shop.memory.parameters.set('/healer/mode', mode);
      shop.breakWith(LEAK);
      shop.memory.parameters.outage('Rate exceeded');
      const { incident } = await shop.machine.run(shop.alarm(LEAK), (path) => {
        if (path.at(-1) === 'decide') shop.memory.parameters.outage(undefined);
        shop.memory.tick();
      });
      expect(incident?.decisions[0]).toMatchObject({ kind: 'wait', holds: [{ reason: 'override-unreadable' }] });
      expect(incident?.decisions[0]?.why.join(' ')).toContain('could not read /healer/mode (Rate exceeded)');
      expect(incident?.outcome).toBe(outcome);
    }
  });

  it('the override for as long as it may wait touches nothing and asks a person', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    shop.memory.parameters.outage('AccessDenied');
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    expect(incident).toMatchObject({ outcome: 'escalated', attempts: [] });
    expect(incident?.outcomeReason).toContain('could not read /healer/mode (AccessDenied)');
    expect(writesOf(shop)).toEqual([]);
  });

  it('deployments once waits, and takes the release back that it then reads of', async () => {
    const shop = releasedShop();
    shop.memory.fail('services', 'deployments', 'before', new ReadFailed('throttled'));
    const { incident } = await shop.machine.run(shop.alarm(BAD_RELEASE));
    expect(incident?.decisions.map(({ kind }) => kind)).toEqual(['wait', 'act']);
    expect(incident?.decisions[0]?.why.join(' ')).toContain('deployments could not be read (throttled)');
    expect(incident?.attempts.map(({ remedy }) => remedy)).toEqual(['rollBack']);
    expect(incident?.context).toContain('released');
  });

  it('deployments for as long as it may wait touches nothing and asks a person', async () => {
    const shop = releasedShop();
    const failed = new ReadFailed('throttled');
    for (let time = 0; time < 500; time++) shop.memory.fail('services', 'deployments', 'before', failed);
    const { incident } = await shop.machine.run(shop.alarm(BAD_RELEASE));
    expect(incident).toMatchObject({ outcome: 'escalated', attempts: [] });
  });

  it('an earlier revision that was deleted waits for nothing: it cannot be a rollback target', async () => {
    const shop = releasedShop();
    const deleted = new NotThere(`There is no ${GOOD}`);
    for (let time = 0; time < 500; time++) shop.memory.fail('services', 'taskDefinition', 'before', deleted);
    const { incident } = await shop.machine.run(shop.alarm(BAD_RELEASE));
    expect(incident?.decisions[0]?.kind).not.toBe('wait');
  });

  it('memory goes by the runbook alone and says so', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    for (let time = 0; time < 500; time++) shop.memory.fail('memory', 'read', 'before', new ReadFailed('throttled'));
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    expect(incident?.outcome).toBe('healed');
    expect(incident?.decisions[0]?.evidence).toContain('memory unreadable (throttled): remedies by the runbook alone');
    expect(incident?.decisions[0]?.chosen).toBe('replaceTasks');
    expect(incident?.decisions[0]?.why[0]).toContain('what it did before could not be read');
  });

  it('damaged memory is left out, and the decision says so', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    shop.memory.store.memory.put(memoryKey('memory-leak', 'all', 'plain#replaceTasks'), {
      attempts: 1,
      minutesSum: -5,
    });
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    expect(incident?.outcome).toBe('healed');
    expect(incident?.decisions[0]?.evidence).toContain('memory: 1 damaged entry left out');
  });

  it('the metrics after acting never calls it healed', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    const running = await shop.machine.start(shop.alarm(LEAK));
    while (await running.step()) {
      if (running.waitsUntil !== undefined) {
        shop.advance(running.waitsUntil - shop.now());
        shop.memory.tick();
      }
      const { path } = await running.execution();
      if (path.at(-1) === 'act.replaceTasks.apply') failTimes(shop, 500, READS[0]);
    }
    const { incident } = await running.execution();
    expect(incident?.outcome).toBe('escalated');
    expect(incident?.attempts[0]?.status).toBe('censored');
  });
});
