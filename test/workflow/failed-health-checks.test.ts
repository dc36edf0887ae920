/** Tasks that ECS stops for failed health checks again and again, of a service with or without a load balancer. */
import { describe, expect, it } from 'vitest';
import { aService } from '../support/catalog.ts';
import { serviceEvent, taskEvent } from '../support/events.ts';
import { aShop, type Shop } from '../support/shop.ts';
import { writesOf } from '../support/episodes.ts';

const REASON = 'Task failed container health checks';
const MINUTE = 60_000;

function workerShop(): Shop {
  const { targetGroup: _, ...worker } = aService();
  const shop = aShop();
  Object.assign(shop.catalog.services, { user: worker });
  return shop;
}

/** One of the tasks was stopped so, `minutes` after the one before. */
async function killed(shop: Shop, task: string, minutes = 3) {
  shop.advance(minutes * MINUTE);
  const stop = { stopCode: 'ServiceSchedulerInitiated', stoppedReason: REASON, exitCode: 137 };
  return await shop.machine.run(taskEvent({ at: shop.now(), task, ...stop }));
}

describe('failed health checks', () => {
  it.each([
    { case: 'behind a load balancer', shop: aShop },
    { case: 'of a worker', shop: workerShop },
  ])(
    'of three tasks within half an hour are told to a person, and no task is stopped: $case',
    async ({ shop: make }) => {
      const shop = make();
      expect((await killed(shop, 'a')).intake).toMatchObject({ kind: 'ignored', reason: 'below-count' });
      expect((await killed(shop, 'b')).intake.kind).toBe('ignored');
      const third = await killed(shop, 'c');
      expect(third.incident).toMatchObject({ failureType: 'unhealthy-targets', outcome: 'escalated', attempts: [] });
      expect(third.messages.at(-1)?.body).toContain(REASON);
      expect(writesOf(shop)).toEqual([]);
    },
  );

  it('of two tasks, or of the same task twice, are no failure yet', async () => {
    const shop = workerShop();
    await killed(shop, 'a');
    await killed(shop, 'a');
    expect((await killed(shop, 'b')).incident).toBeUndefined();
    expect((await killed(shop, 'c', 40)).incident).toBeUndefined();
  });

  it('of fourteen tasks in 45 minutes are heard of', async () => {
    const shop = workerShop();
    const outcomes: (string | undefined)[] = [];
    for (let kill = 0; kill < 14; kill++) outcomes.push((await killed(shop, `t${kill}`, 3.2)).incident?.outcome);
    expect(outcomes.filter((outcome) => outcome === 'escalated').length).toBeGreaterThan(0);
    expect(writesOf(shop)).toEqual([]);
  });
});

describe('a placement failure', () => {
  it('is told to a person with the reason of ECS, and nothing is touched', async () => {
    const shop = aShop();
    const detail = { eventType: 'ERROR', eventName: 'SERVICE_TASK_PLACEMENT_FAILURE', reason: 'RESOURCE:FARGATE' };
    const { incident, messages } = await shop.machine.run(serviceEvent('ECS Service Action', detail, shop.now()));
    expect(incident).toMatchObject({ failureType: 'placement-failure', outcome: 'escalated', attempts: [] });
    expect(messages.at(-1)?.body).toContain('RESOURCE:FARGATE');
    expect(writesOf(shop)).toEqual([]);
  });
});
