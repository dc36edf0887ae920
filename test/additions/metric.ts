/** A metric added to a copy of the project: requests per target, which Application Auto Scaling follows. */
import type { Addition } from './addition.ts';

const TEST = `import { expect, it } from 'vitest';
import { metricElements } from '../../core/catalog/metrics.ts';
import { readMetricValue } from '../../core/runbook/quantity.ts';
import { aService } from '../support/catalog.ts';

it('is read, and has a unit', () => {
  const [element] = metricElements('requestsPerTarget', aService()) ?? [];
  expect(element).toMatchObject({ name: 'RequestCountPerTarget', statistic: 'Sum' });
  expect(readMetricValue('requestsPerTarget', '500 requests')).toEqual({ kind: 'ok', value: 500 });
});
`;

export const METRIC_ADDITION: Addition = {
  name: 'metric',
  what: 'requests per target',
  filesMax: 3,
  edits: [
    { file: 'test/added/metric.test.ts', content: TEST },
    {
      file: 'core/vocabulary.ts',
      from: "  unhealthyHosts: { unit: 'hosts',",
      to: "  requestsPerTarget: { unit: 'requests', most: 1e12, phrase: 'requests per target', symptom: 'load', needs: REQUESTS },\n  unhealthyHosts: { unit: 'hosts',",
    },
    {
      file: 'core/catalog/metrics.ts',
      from: "    case 'p99LatencyMilliseconds':\n",
      to: "    case 'requestsPerTarget':\n      return overGroups(groups, 'value', { ...REQUESTS, name: 'RequestCountPerTarget' });\n    case 'p99LatencyMilliseconds':\n",
    },
  ],
  tests: ['test/added/metric.test.ts', 'test/core/catalog', 'test/core/config', 'test/core/signal'],
};
