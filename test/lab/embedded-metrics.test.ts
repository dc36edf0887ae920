/** The lab's CloudWatch reads metrics out of log lines as AWS does, and is loud where AWS is silent. */
import { describe, expect, it } from 'vitest';
import { putEmbeddedMetrics } from 'loopback-aws/cloudwatch/embedded-metrics.ts';
import { metricStore } from 'loopback-aws/cloudwatch/metric-store.ts';

const NOW = 1_768_446_000_000;
const GRID = { startMs: NOW - 60_000, periodMs: 60_000, count: 2 };

function line(changes: Record<string, unknown> = {}, directive: Record<string, unknown> = {}): string {
  const metrics = {
    Namespace: 'Shop',
    Dimensions: [['Kind'], ['Kind', 'Size']],
    Metrics: [{ Name: 'Orders', Unit: 'Count' }],
    ...directive,
  };
  return JSON.stringify({
    _aws: { Timestamp: NOW, CloudWatchMetrics: [metrics] },
    Kind: 'book',
    Size: 'small',
    Orders: 2,
    incidentId: 'i-1',
    ...changes,
  });
}

describe('a line with embedded metrics', () => {
  it('is a value for every set of dimensions', () => {
    const store = metricStore();
    expect(putEmbeddedMetrics(store, line(), NOW)).toBe(2);
    putEmbeddedMetrics(store, line({ Size: 'large', Orders: [3, 4] }), NOW);
    const sum = (dimensions: Record<string, string>) =>
      store.query({ namespace: 'Shop', name: 'Orders', dimensions }, 'Sum', GRID).get(NOW);
    expect(sum({ Kind: 'book' })).toBe(9);
    expect(sum({ Kind: 'book', Size: 'small' })).toBe(2);
    expect(sum({ Kind: 'book', Size: 'large' })).toBe(7);
    expect(store.list()).toHaveLength(3);
  });

  it.each([
    { case: 'words', text: 'START RequestId: 1' },
    { case: 'other JSON', text: '{"level":"info"}' },
    { case: 'half of one', text: line().slice(0, 80) },
    { case: 'a prefixed one, as console would print it', text: `2026-01-15T03:00:00Z\tINFO\t${line()}` },
  ])('is not $case', ({ text }) => {
    expect(putEmbeddedMetrics(metricStore(), text, NOW)).toBe(0);
  });

  it.each([
    { case: 'no value', text: line({ Orders: undefined }), says: 'metric Orders is undefined' },
    { case: 'a text as value', text: line({ Orders: '2' }), says: 'metric Orders is "2"' },
    { case: 'a dimension without a value', text: line({ Size: undefined }), says: 'Size must be a text' },
    { case: 'a dimension that is a number', text: line({ Size: 3 }), says: 'Size must be a text' },
    { case: 'no namespace', text: line({}, { Namespace: undefined }), says: 'Namespace must be a text' },
    {
      case: 'too many metrics',
      text: line({}, { Metrics: Array.from({ length: 101 }, () => ({ Name: 'Orders' })) }),
      says: '101 metrics in one directive',
    },
    {
      case: 'too many dimensions',
      text: line({}, { Dimensions: [Array.from({ length: 31 }, () => 'Kind')] }),
      says: 'at most 30 names',
    },
    {
      case: 'a timestamp in seconds',
      text: line({ _aws: { Timestamp: NOW / 1_000, CloudWatchMetrics: [] } }),
      says: 'have the timestamp',
    },
  ])('with $case is an error', ({ text, says }) => {
    expect(() => putEmbeddedMetrics(metricStore(), text, NOW)).toThrow(says);
  });
});
