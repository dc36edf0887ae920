/** The heartbeat goes the way of every signal, through the synthesized workflow, and nothing comes of it but its metric. */
import { describe, expect, it } from 'vitest';
import { decideOrHeartbeat } from '../../lambdas/stages/heartbeat.ts';
import { aService } from '../support/catalog.ts';
import { play } from '../support/played-workflow.ts';
import { aShop, type Shop } from '../support/shop.ts';
import { LEAK } from '../support/sicknesses.ts';

/** As EventBridge sends it by the clock. */
function scheduled(shop: Shop): Record<string, unknown> {
  return {
    version: '0',
    id: 'heartbeat-1',
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '123456789012',
    time: new Date(shop.now()).toISOString(),
    region: 'us-east-1',
    resources: ['arn:aws:events:us-east-1:123456789012:rule/healer-heartbeat'],
    detail: {},
  };
}

const WRITES =
  /^(settle|reverse|observeWait|reserve|renew|release|admit|save|close|keepDecision|takeOver|write|publish|set)/;

describe('the heartbeat', () => {
  it('goes through every part to a decision, in five transitions', async () => {
    const shop = aShop();
    const { states, status } = await play(shop, scheduled(shop));
    expect(states).toEqual(['Intake', 'IncidentOpened', 'Decide', 'Route', 'Closed']);
    expect(status).toBe('SUCCEEDED');
    const read = new Set(shop.memory.calls.map(({ port }) => port));
    for (const port of ['heartbeat', 'override', 'metrics', 'services', 'memory'] as const)
      expect(read).toContain(port);
  });

  it.each([
    { case: 'all is well', make: () => aShop() },
    {
      case: 'the service it looks at has failed',
      make: () => {
        const shop = aShop();
        shop.breakWith(LEAK);
        return shop;
      },
    },
  ])('touches, tells, reserves and remembers nothing where $case', async ({ make }) => {
    const shop = make();
    const { published, incident } = await play(shop, scheduled(shop));
    expect(published).toEqual([]);
    expect(incident).toBeUndefined();
    expect(shop.memory.calls.filter(({ method }) => WRITES.test(method)).map(({ method }) => method)).toEqual([]);
    const { ledger, limits } = shop.memory.store;
    expect([ledger.incidents, ledger.services, ledger.seen, limits.leases].flatMap((one) => one.keys())).toEqual([]);
  });

  it('says that it came through, once it has found the mark that Intake left', async () => {
    const shop = aShop();
    const decide = decideOrHeartbeat({ ...shop.memory.ports, catalog: shop.catalog });
    const input = { incidentId: 'heartbeat', sequence: 0 };
    await expect(decide(input)).rejects.toThrow('is of never');
    await shop.memory.ports.heartbeat.leave(shop.now());
    expect(await decide(input)).toMatchObject({
      command: { kind: 'stop', result: 'succeeded' },
      measurements: [{ name: 'HeartbeatCameThrough', value: 1 }],
    });
    shop.advance(3_600_000);
    await expect(decide(input)).rejects.toThrow('is of 2026-01-15T03:00:00.000Z');
  });

  it('looks at another service each hour', async () => {
    const others = [aService({ name: 'order', ecsService: 'order' })];
    const shop = aShop({ others });
    const looked: unknown[] = [];
    for (let hour = 0; hour < 2; hour++) {
      await play(shop, scheduled(shop));
      shop.advance(3_600_000 - (shop.now() % 3_600_000));
    }
    for (const { port, method, input } of shop.memory.calls) {
      if (port === 'override' && method === 'read') looked.push(input[0]);
    }
    expect(new Set(looked)).toEqual(new Set(['user', 'order']));
  });
});
