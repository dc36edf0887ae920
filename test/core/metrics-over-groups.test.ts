/** A metric over several target groups reads as it would behind one, whichever of them has the traffic in a period. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answersOf } from 'loopback-aws/answers.ts';
import { evaluateMath } from 'loopback-aws/cloudwatch/metric-math.ts';
import {
  failedRequestElements,
  metricElements,
  watchElements,
  type MetricElement,
} from '../../core/catalog/metrics.ts';
import type { ServiceEntry, TargetGroup } from '../../core/catalog/service.ts';
import { aService } from '../support/catalog.ts';

const arnOf = (name: string): string => `arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/${name}/0a`;
const groupOf = (name: string, kind = 'app'): TargetGroup => ({
  arn: arnOf(name),
  targetGroupDimension: `targetgroup/${name}/0a`,
  loadBalancerDimension: `${kind}/shop/0a`,
  ...(kind === 'net' ? { network: true as const } : {}),
});
const { alternate: _none, ...blue } = groupOf('blue');
const green = groupOf('green');
const single = aService({ targetGroup: blue });
const pair = aService({ targetGroup: { ...blue, alternate: green } });
const mixed = aService({ targetGroup: blue, furtherTargetGroups: [groupOf('packets', 'net')] });

const PERIODS = 6;
const grid = { startMs: 0, periodMs: 60_000, count: PERIODS };

/** As the lab computes it, with either answer of what FILL makes of a metric without any data. */
function valueOf(
  elements: readonly MetricElement[],
  readings: (name: string, group: string) => readonly (number | undefined)[],
  fillEmpty: boolean,
) {
  const answers = answersOf(fillEmpty ? ['fill-nothing'] : []);
  const lookup = (id: string): Map<number, number> => {
    const element = elements.find((one) => one.id === id);
    if (element === undefined) throw new Error(`no element ${id}`);
    if ('expression' in element) return new Map(evaluateMath(element.expression, { grid, answers, lookup }));
    const group = /targetgroup\/([^/]+)\//.exec(element.dimensions['TargetGroup'] ?? '')?.[1] ?? '';
    const values = readings(element.name, group).map((value) =>
      value !== undefined && element.statistic === 'SampleCount' ? 1 : value,
    );
    return new Map(
      values.flatMap((value, at): [number, number][] => (value === undefined ? [] : [[at * 60_000, value]])),
    );
  };
  const series = lookup('value');
  return Array.from({ length: PERIODS }, (_, at) => series.get(at * 60_000));
}

const METRICS = ['requestCount', 'errorRatePercent', 'p99LatencyMilliseconds', 'unhealthyHosts'] as const;

/** Of each period: which group has the traffic, and what it measures; nothing at all in some. */
const periods = fc.array(
  fc.option(
    fc.record({
      group: fc.constantFrom('blue', 'green'),
      RequestCount: fc.integer({ min: 1, max: 500 }),
      HTTPCode_Target_5XX_Count: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
      TargetResponseTime: fc.integer({ min: 1, max: 3_000 }).map((ms) => ms / 1000),
      UnHealthyHostCount: fc.nat({ max: 3 }),
    }),
    { nil: undefined },
  ),
  { minLength: PERIODS, maxLength: PERIODS },
);

type Period = { readonly group: string } & Readonly<Record<string, number | string | undefined>>;

function split(drawn: readonly (Period | undefined)[], onlyGroup?: string) {
  return (name: string, group: string): readonly (number | undefined)[] =>
    drawn.map((one) => {
      const value = one?.[name];
      return one !== undefined && (onlyGroup ?? one.group) === group && typeof value === 'number' ? value : undefined;
    });
}

describe('a metric of a service whose deployments swap two target groups', () => {
  it.each(METRICS.flatMap((metric) => [false, true].map((fillEmpty) => ({ metric, fillEmpty }))))(
    'is what one group would have measured: $metric, FILL of nothing is nothing: $fillEmpty',
    ({ metric, fillEmpty }) => {
      fc.assert(
        fc.property(periods, (drawn) => {
          const swapped = valueOf(metricElements(metric, pair) ?? [], split(drawn), fillEmpty);
          const whole = valueOf(metricElements(metric, single) ?? [], split(drawn, 'blue'), false);
          expect(swapped).toEqual(whole.map((value) => value ?? undefined));
        }),
        { numRuns: 60 },
      );
    },
  );

  it('fits into an alarm: at most ten metrics, twenty in all, ids of their own', () => {
    const five: ServiceEntry = aService({
      targetGroup: { ...blue, alternate: green },
      furtherTargetGroups: [{ ...groupOf('c'), alternate: groupOf('d') }, groupOf('e')],
    });
    for (const metric of METRICS) {
      const elements = watchElements({ metric, forecast: { aheadMinutes: 60, floor: 1, riseMin: 1 } }, five) ?? [];
      expect(elements.filter((one) => 'namespace' in one).length).toBeLessThanOrEqual(10);
      expect(elements.length).toBeLessThanOrEqual(20);
      expect(new Set(elements.map(({ id }) => id)).size).toBe(elements.length);
    }
  });
});

describe('a network load balancer', () => {
  const network = aService({ targetGroup: groupOf('packets', 'net') });

  it('has unhealthy hosts, and nothing of requests', () => {
    const has = METRICS.filter((metric) => metricElements(metric, network) !== undefined);
    expect(has).toEqual(['unhealthyHosts']);
    expect(failedRequestElements(network)).toBeUndefined();
    expect(metricElements('unhealthyHosts', network)).toMatchObject([{ namespace: 'AWS/NetworkELB' }]);
  });

  it('beside an application load balancer adds its hosts, and leaves requests to the other', () => {
    expect(metricElements('requestCount', mixed)).toHaveLength(1);
    const namespaces = (metricElements('unhealthyHosts', mixed) ?? []).flatMap((one) =>
      'namespace' in one ? [one.namespace] : [],
    );
    expect(new Set(namespaces)).toEqual(new Set(['AWS/ApplicationELB', 'AWS/NetworkELB']));
  });
});
