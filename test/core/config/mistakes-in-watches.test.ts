/**
 * Mistakes in what a service changes of a runbook's watches: missing data, bands instead of limits, alarms not wanted.
 */
import { describe, expect, test } from 'vitest';
import { said } from './said.ts';
import { shop, web, worker } from './shop-config.ts';

const MISTAKES = [
  {
    case: 'missing data treated in a way CloudWatch does not know',
    config: shop(
      web({ runbooks: [{ failureType: 'high-latency', missingData: { p99: 'good' } }] } as unknown as Parameters<
        typeof web
      >[0]),
    ),
    says: [
      'services[0].runbooks[0].missingData.p99: unknown word "good" (allowed: breaching, notBreaching, ignore, missing)',
    ],
  },
  {
    case: 'a band nothing fits into',
    config: shop(web({ runbooks: [{ failureType: 'high-latency', anomaly: { p99: 0.5 } }] })),
    says: ['services[0].runbooks[0].anomaly.p99: 0.5 is too small, the least is 1'],
  },
  {
    case: 'a band of something computed from several metrics',
    config: shop(web({ runbooks: [{ failureType: 'high-error-rate', anomaly: { errors: 3 } }] })),
    says: [
      'services[0].runbooks[0].anomaly.errors: errorRatePercent is computed from several metrics, for which there is no band; write its limit under thresholds',
    ],
  },
  {
    case: 'a band of a forecast',
    config: shop(web({ runbooks: [{ failureType: 'memory-leak', anomaly: { early: 3 } }] })),
    says: [
      'services[0].runbooks[0].anomaly.early: watch "early" is a forecast, which has no band; name the watch of the metric itself',
    ],
  },
  {
    case: 'a limit and a band',
    config: shop(
      web({ runbooks: [{ failureType: 'high-latency', thresholds: { p99: '900 ms' }, anomaly: { p99: 3 } }] }),
    ),
    says: [
      'services[0].runbooks[0].thresholds.p99: watch "p99" is judged by a band (anomaly), so its limit would not count; keep one of the two',
    ],
  },
  {
    case: 'an unknown watch switched off',
    config: shop(web({ runbooks: [{ failureType: 'memory-leak', off: ['earyl'] }] })),
    says: [
      'services[0].runbooks[0].off[0]: runbook "memory-leak" has no watch "earyl" (allowed: memory, early); did you mean early?',
    ],
  },
  {
    case: 'every watch switched off',
    config: shop(web({ runbooks: [{ failureType: 'high-cpu', off: ['cpu'] }] })),
    says: [
      'services[0].runbooks[0].off: no alarm or event would start runbook "high-cpu"; leave the runbook out of the list instead, or bring an alarm of your own',
    ],
  },
  {
    case: 'a limit for tasks that are not counted',
    config: shop(worker({ runbooks: [{ failureType: 'crash-loop', breaching: { missing: '5 of 5' } }] })),
    says: [
      'services[0].runbooks[0].breaching.missing: service "worker" has no missingTasks: that needs Container Insights; write taskCounts: true once the cluster has it',
    ],
  },
];

describe('the watches of a service', () => {
  test.each(MISTAKES)('$case is said with its place and what to do', ({ config, says }) => {
    expect(said(config)).toEqual(says);
  });

  test('may all be switched off where an alarm of the user starts the runbook', () => {
    const alarms = [{ alarmName: 'web-cpu', failureType: 'high-cpu' }];
    expect(said(shop(web({ runbooks: [{ failureType: 'high-cpu', off: ['cpu'] }], alarms })))).toEqual([]);
  });
});
