/** Lines of the embedded metric format: what CloudWatch Logs makes metrics of, and what it would silently drop. */
import { describe, expect, it } from 'vitest';
import { TELEMETRY_METRICS, type Measurement, type TelemetryMetricName } from '../../../core/telemetry/metrics.ts';
import { embeddedMetric } from '../../../lambdas/telemetry/embedded-metrics.ts';

const DIMENSIONS = {
  FailureType: 'high-cpu',
  Remedy: 'replaceTasks',
  Outcome: 'healed',
  Reason: 'group-busy',
  Found: 'red-alarm',
};
const CONTEXT = { healer: 'healer', at: 1_768_446_000_000, properties: { incidentId: 'i-1', service: 'user' } };

describe('a metric line', () => {
  it('is one line of JSON: each list of dimensions, the value, and what to search by', () => {
    const measurement: Measurement = { name: 'Outcomes', value: 1, dimensions: DIMENSIONS };
    const line = embeddedMetric(measurement, CONTEXT);
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual({
      _aws: {
        Timestamp: 1_768_446_000_000,
        CloudWatchMetrics: [
          {
            Namespace: 'Healer',
            Dimensions: [
              ['HealerName', 'Outcome'],
              ['HealerName', 'FailureType', 'Remedy', 'Outcome'],
            ],
            Metrics: [{ Name: 'Outcomes', Unit: 'Count' }],
          },
        ],
      },
      HealerName: 'healer',
      ...DIMENSIONS,
      Outcomes: 1,
      incidentId: 'i-1',
      service: 'user',
    });
  });

  it.each(Object.keys(TELEMETRY_METRICS))('of %s has all its dimensions as texts at the root, and a number', (name) => {
    const line = embeddedMetric({ name: name as TelemetryMetricName, value: 7.5, dimensions: DIMENSIONS }, CONTEXT);
    const written = JSON.parse(line) as Readonly<Record<string, unknown>> & {
      readonly _aws: { readonly CloudWatchMetrics: readonly { readonly Dimensions: readonly (readonly string[])[] }[] };
    };
    const sets = written._aws.CloudWatchMetrics.flatMap(({ Dimensions }) => Dimensions);
    expect(sets.length).toBeGreaterThan(0);
    expect(sets.flat().filter((dimension) => typeof written[dimension] !== 'string')).toEqual([]);
    expect(written[name]).toBe(7.5);
  });

  it.each<{
    readonly case: string;
    readonly change: Partial<Measurement>;
    readonly at?: number;
    readonly says: string;
  }>([
    { case: 'a value that is no number', change: { value: Number.NaN }, says: 'metric Withheld is NaN' },
    { case: 'an endless value', change: { value: Number.POSITIVE_INFINITY }, says: 'metric Withheld is Infinity' },
    {
      case: 'a missing dimension',
      change: { dimensions: {} },
      says: 'dimension Reason of metric Withheld is undefined',
    },
    { case: 'an empty dimension', change: { dimensions: { Reason: ' ' } }, says: 'dimension Reason' },
    { case: 'a dimension beyond ASCII', change: { dimensions: { Reason: 'größer' } }, says: 'dimension Reason' },
    { case: 'a dimension with a colon in front', change: { dimensions: { Reason: ':x' } }, says: 'dimension Reason' },
    { case: 'a dimension too long', change: { dimensions: { Reason: 'x'.repeat(1_025) } }, says: 'dimension Reason' },
    { case: 'a time that is no whole number of milliseconds', change: {}, at: 1.5, says: 'the timestamp 1.5' },
  ])('is refused, rather than dropped by CloudWatch, with $case', ({ change, at = CONTEXT.at, says }) => {
    const measurement: Measurement = { name: 'Withheld', value: 1, dimensions: DIMENSIONS, ...change };
    expect(() => embeddedMetric(measurement, { ...CONTEXT, at })).toThrow(says);
  });
});
