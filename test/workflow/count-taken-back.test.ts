/** A desired count that something else keeps setting back: the healer notices, stops, and puts back what it took out. */
import { describe, expect, it } from 'vitest';
import { autoscale } from '../support/autoscaler.ts';
import { BUSY, comes } from '../support/crowd.ts';
import { recordedCase } from '../support/described-service.ts';
import { aShop, type Shop } from '../support/shop.ts';
import { FIRST_TASK, LEAK } from '../support/sicknesses.ts';

interface ScalableTarget {
  readonly ScalableTarget: { readonly MinCapacity: number };
  readonly ScalingPolicy: {
    readonly TargetTrackingScalingPolicyConfiguration: { readonly ScaleInCooldown: number };
  };
}

const { ScalableTarget: target, ScalingPolicy: policy } = recordedCase(
  'autoscaling-takes-count-back',
) as ScalableTarget;
const AUTOSCALER = {
  minimum: target.MinCapacity,
  cooldownSeconds: policy.TargetTrackingScalingPolicyConfiguration.ScaleInCooldown,
};

/** Its tasks need more than the autoscaler's cool-down to start. */
function slowShop(): Shop {
  const shop = aShop({ desired: AUTOSCALER.minimum });
  Object.assign(shop.memory.ecs.service(shop.user).pace, { startMs: 75_000 });
  return shop;
}

const countsSet = (shop: Shop): readonly unknown[] =>
  shop.memory.calls.filter(({ method }) => method === 'setDesiredCount').map(({ input }) => input[1]);

describe('An autoscaler at its minimum that takes the added task back each minute', () => {
  it('is left alone after the second try to replace a task, with its target in the balancer again', async () => {
    const shop = slowShop();
    autoscale(shop, AUTOSCALER);
    shop.breakWith(LEAK);
    const { incident, messages } = await shop.machine.run(shop.alarm(LEAK));
    expect(countsSet(shop)).toEqual([4, 4]);
    expect(incident?.attempts).toMatchObject([
      { remedy: 'replaceTasks', status: 'censored', undone: true, holds: [{ reason: 'count-changed-by-others' }] },
    ]);
    expect(incident?.outcome).toBe('escalated');
    expect(messages.at(-1)?.body).toContain('autoscaling');
    expect(shop.memory.ecs.stopped).toEqual([]);
    const first = shop.memory.ecs.service(shop.user).tasks.find(({ arn }) => arn === FIRST_TASK);
    const sick = shop.memory.ecs.service(shop.user).targets.filter(({ id }) => id === first?.privateIp);
    expect(sick.map(({ state }) => state)).not.toContain('draining');
    expect(sick).toHaveLength(1);
  });

  it('is left alone by scaling out too, and nothing is learnt of it', async () => {
    const shop = slowShop();
    comes(shop, { times: 2, hours: 2 });
    autoscale(shop, { ...AUTOSCALER, cooldownSeconds: 20 });
    shop.breakWith(BUSY);
    const { incident } = await shop.machine.run(shop.alarm(BUSY));
    expect(countsSet(shop).length).toBeLessThanOrEqual(4);
    expect(incident?.attempts).toMatchObject([
      { remedy: 'scaleOut', status: 'censored', holds: [{ reason: 'count-changed-by-others' }] },
    ]);
    expect(incident?.outcome).toBe('escalated');
  });
});
