/** What a healer costs while nothing fails, from a list of resources. */
import { describe, expect, it } from 'vitest';
import { describeIdleCost, idleCost, type BilledResource } from '../../../core/cost/idle-cost.ts';

const alarm = (metrics: number, periodSeconds: number, of: 'services' | 'healer' = 'services'): BilledResource => ({
  kind: 'alarm',
  of,
  metrics,
  periodSeconds,
});

describe('the idle cost', () => {
  it.each([
    { case: 'an alarm by the minute', resources: [alarm(1, 60)], alarmsUsd: 0.1, othersUsd: 0 },
    { case: 'one of two metrics', resources: [alarm(2, 300)], alarmsUsd: 0.2, othersUsd: 0 },
    { case: 'one of ten seconds', resources: [alarm(1, 10)], alarmsUsd: 0.3, othersUsd: 0 },
    {
      case: 'a composite alarm',
      resources: [{ kind: 'compositeAlarm', of: 'services' }],
      alarmsUsd: 0.5,
      othersUsd: 0,
    },
    { case: 'an alarm on the healer itself', resources: [alarm(1, 300, 'healer')], alarmsUsd: 0, othersUsd: 0.1 },
    { case: 'a dashboard', resources: [{ kind: 'dashboard' }], alarmsUsd: 0, othersUsd: 3 },
    { case: 'a key', resources: [{ kind: 'key' }], alarmsUsd: 0, othersUsd: 1 },
    { case: 'a table, with room for years', resources: [{ kind: 'table' }], alarmsUsd: 0, othersUsd: 0.045 },
    {
      case: 'six alarms on the healer, without the rest that adding up tenths leaves',
      resources: Array.from({ length: 6 }, () => alarm(1, 300, 'healer')),
      alarmsUsd: 0,
      othersUsd: 0.6,
    },
    {
      case: 'what is done by the clock, by its parts',
      resources: [
        { kind: 'schedule', what: 'canaries', monthly: 1_000, uses: { transitions: 5, lambdaInvocations: 2 } },
      ],
      alarmsUsd: 0,
      othersUsd: 0.1254,
    },
    { case: 'nothing', resources: [], alarmsUsd: 0, othersUsd: 0 },
  ] as const)('of $case is known by the month', ({ resources, alarmsUsd, othersUsd }) => {
    const cost = idleCost(resources);
    expect(cost).toMatchObject({ alarmsUsd, othersUsd });
    for (const { usd } of [...cost.alarms, ...cost.others]) expect(usd).toBe(Number(usd.toFixed(4)));
  });

  it('is a table with the alarms of services and everything else apart', () => {
    const lines = describeIdleCost(idleCost([alarm(1, 60), alarm(1, 60), { kind: 'dashboard' }])).split('\n');
    expect(lines[0]).toContain('prices of 2026-11, us-east-1');
    expect(lines.slice(1).map((line) => line.trim().split(/\s{2,}/))).toEqual([
      ['metrics of alarms', '2', '0.20'],
      ['alarms of services', '0.20'],
      ['dashboards', '1', '3.00'],
      ['everything else', '3.00'],
    ]);
  });
});
