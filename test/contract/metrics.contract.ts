/** What every `Metrics` port must do: complete periods only, and nothing where there is nothing. */
import { expect, it } from 'vitest';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { metricElements } from '../../core/catalog/metrics.ts';
import type { Metrics } from '../../core/ports/metrics.ts';
import { MINUTE, START } from './samples.ts';

export interface MetricsSubject {
  readonly metrics: Metrics;
  /** One sample of the service's CPU per minute from `START` on; undefined leaves a gap. It is now 30 s after the last. */
  cpu(values: readonly (number | undefined)[]): Promise<void>;
  /** An alarm on the same, above 80, that went to ALARM at `START` plus one minute. */
  redAlarm(name: string): Promise<void>;
  /** An operator mutes it about it. */
  mute(name: string): Promise<void>;
}

export const SAMPLE_SERVICE: ServiceEntry = {
  name: 'checkout',
  cluster: 'shop',
  ecsService: 'checkout',
  tier: 'critical',
  group: 'shop',
  dependencies: [],
  toggles: [],
  targetGroup: {
    arn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/checkout/0000000000000001',
    targetGroupDimension: 'targetgroup/checkout/0000000000000001',
    loadBalancerDimension: 'app/shop/0000000000000001',
  },
  periodSeconds: 60,
  taskMetrics: false,
  runbooks: {},
};

const elements = metricElements('cpuPercent', SAMPLE_SERVICE) ?? [];
const cpu = { id: 'cpu', elements, periodSeconds: 60 };

export function metricsContract(make: () => Promise<MetricsSubject>): void {
  it('knows whether an operator muted an alarm', async () => {
    const subject = await make();
    await subject.redAlarm('checkout-cpu');
    expect(await subject.metrics.muted('checkout-cpu')).toBe(false);
    await subject.mute('checkout-cpu');
    expect(await subject.metrics.muted('checkout-cpu')).toBe(true);
  });

  it('answers with complete periods of the range, oldest first, and leaves gaps out', async () => {
    const subject = await make();
    await subject.cpu([10, 20, undefined, 40, 50]);
    const series = await subject.metrics.series([cpu], START + MINUTE, START + 10 * MINUTE);
    expect(series).toEqual({
      cpu: [
        { at: START + MINUTE, value: 20 },
        { at: START + 3 * MINUTE, value: 40 },
      ],
    });
  });

  it('leaves out periods that only partly lie in the range', async () => {
    const subject = await make();
    await subject.cpu([10, 20, 30, 40, 50]);
    const { cpu: points } = await subject.metrics.series([cpu], START + 1, START + 4 * MINUTE - 1);
    expect(points?.map(({ value }) => value)).toEqual([20, 30]);
  });

  it('answers every request, with an empty list where there is no data or no time', async () => {
    const subject = await make();
    await subject.cpu([10, 20]);
    const memory = { ...cpu, id: 'memory', elements: metricElements('memoryPercent', SAMPLE_SERVICE) ?? [] };
    const series = await subject.metrics.series([cpu, memory], START, START + MINUTE);
    expect(series).toEqual({ cpu: [{ at: START, value: 10 }], memory: [] });
    expect(await subject.metrics.series([cpu], START, START)).toEqual({ cpu: [] });
    expect(await subject.metrics.series([], START, START + MINUTE)).toEqual({});
  });

  it('describes an alarm with what it measures, and leaves out one that is not there', async () => {
    const subject = await make();
    await subject.redAlarm('checkout-cpu');
    const [alarm, ...others] = await subject.metrics.alarms(['nothing', 'checkout-cpu']);
    expect(others).toEqual([]);
    expect(alarm).toEqual({
      name: 'checkout-cpu',
      state: 'ALARM',
      stateChangedAt: START + MINUTE,
      measure: { elements, periodSeconds: 60, comparison: 'above', threshold: 80, lingersSeconds: 60 },
      missingData: 'missing',
    });
    expect(await subject.metrics.alarms([])).toEqual([]);
  });
}
