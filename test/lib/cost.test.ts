/** What the synthesized healer costs by being there. */
import { describe, expect, it } from 'vitest';
import type { HealerConfig } from '../../core/config/config.ts';
import { Healer } from '../../lib/healer.ts';
import type { HealerProps } from '../../lib/healer-props.ts';
import { HANDLERS } from './support/shop.ts';
import { resourcesOf, templateOf } from './support/templates.ts';
import { newStack } from './support/user-app.ts';

const ARN = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012';
/** As promised in docs/cost.md: without the alarms of services, by the month. */
const OTHERS_USD_MAX = 5;

function services(count: number): HealerConfig['services'] {
  return Array.from({ length: count }, (_, index) => ({
    name: `service-${index}`,
    cluster: 'shop',
    targetGroup: {
      targetGroupArn: `${ARN}:targetgroup/service-${index}/0123456789abcdef`,
      loadBalancerArn: `${ARN}:loadbalancer/app/shop/0123456789abcdef`,
    },
  }));
}

function synthesized(props: Partial<HealerProps> = {}) {
  const stack = newStack(undefined, 'Stack');
  const healer = new Healer(stack, 'Healer', {
    services: services(10),
    handlersDirectory: HANDLERS,
    ...props,
  });
  return { template: templateOf(stack), cost: healer.idleCost() };
}

describe('ten services with everything by default', () => {
  const { template, cost } = synthesized();

  it('cost no more than promised beside the alarms that watch them', () => {
    expect(cost.othersUsd).toBeGreaterThan(0);
    expect(cost.othersUsd).toBeLessThanOrEqual(OTHERS_USD_MAX);
  });

  it('are watched by alarms that are all counted', () => {
    const count = (rows: typeof cost.alarms, what: RegExp) => rows.find((row) => what.test(row.what))?.amount ?? 0;
    const composites = resourcesOf(template, 'AWS::CloudWatch::CompositeAlarm').length;
    expect(count(cost.alarms, /^composite/)).toBe(composites);
    const all = resourcesOf(template, 'AWS::CloudWatch::Alarm').length;
    const metrics = count(cost.alarms, /^metrics/) + count(cost.others, /^metrics/);
    expect(metrics).toBeGreaterThanOrEqual(all);
    expect(cost.alarmsUsd).toBeGreaterThan(10 * 0.5);
  });

  it('use no customer managed key', () => {
    expect(resourcesOf(template, 'AWS::KMS::Key')).toEqual([]);
    expect(cost.others.map(({ what }) => what)).not.toContain('customer managed keys');
  });
});

describe('what is asked for', () => {
  it('is what is paid for: without the dashboard it costs three dollars less', () => {
    const difference = synthesized().cost.othersUsd - synthesized({ dashboard: false }).cost.othersUsd;
    expect(difference).toBeCloseTo(3, 8);
  });

  it('costs more at ten seconds, where every alarm is a high-resolution one', () => {
    const [slow, fast] = [60, 10].map(
      (periodSeconds) =>
        synthesized({
          resolutionSeconds: 10,
          services: services(1).map((service) => ({ ...service, periodSeconds })),
        }).cost.alarmsUsd,
    );
    expect(fast).toBeGreaterThan(slow ?? Infinity);
  });

  it('counts a band as CloudWatch bills it: its metric, and the two series of the band', () => {
    const [plain, band] = [{}, { anomaly: { p99: 3 } }].map((choice) => {
      const runbooks = [{ failureType: 'high-latency', ...choice }];
      return synthesized({ services: services(1).map((service) => ({ ...service, runbooks })) }).cost.alarmsUsd;
    });
    expect((band ?? 0) - (plain ?? 0)).toBeCloseTo(2 * 0.1, 8);
  });

  it('includes a key of the user’s that encrypts the topics, once for both of them', () => {
    const encryptionKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/0f9d1c1e-5a2b-4c3d-8e4f-123456789abc';
    const one = { services: services(1) };
    const cost = (notifications: NonNullable<HealerProps['notifications']>) =>
      synthesized({ ...one, notifications }).cost.others.find(({ what }) => what === 'customer managed keys');
    expect(cost({ chat: true })).toBeUndefined();
    expect(cost({ chat: true, encryptionKeyArn })).toMatchObject({ amount: 1, usd: 1 });
  });
});
