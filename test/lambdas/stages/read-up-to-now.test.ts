/** How much of a series is read by a Lambda whose clock is right, and by one whose clock is not. */
import { describe, expect, it } from 'vitest';
import type { Metrics } from '../../../core/ports/metrics.ts';
import type { SeriesRequest } from '../../../core/world/series.ts';
import { readLastPeriods, readLatest, readUpToNow } from '../../../lambdas/stages/read-up-to-now.ts';

const NOW = Date.UTC(2026, 0, 15, 3, 0);
const MINUTE = 60_000;
const REQUESTS: readonly SeriesRequest[] = ['cpuPercent', 'alarm:filled'].map((id) => ({
  id,
  elements: [],
  periodSeconds: 60,
}));

/** CloudWatch as it is: it answers with the period it is in the middle of, and an expression fills what it is asked for. */
function metricsAt(theirNow: number): Pick<Metrics, 'series'> {
  const minutes = (from: number, to: number) => {
    const first = Math.ceil(from / MINUTE) * MINUTE;
    const length = Math.max(0, Math.ceil((to - first) / MINUTE));
    return Array.from({ length }, (_, index) => ({ at: first + index * MINUTE, value: index }));
  };
  return {
    series: async (_requests, from, to) => ({
      cpuPercent: minutes(from, Math.min(to, theirNow)),
      'alarm:filled': minutes(from, to),
    }),
  };
}

async function ends(read: typeof readUpToNow, skewMinutes: number) {
  const now = NOW + skewMinutes * MINUTE;
  const series = await read(metricsAt(NOW + 30_000) as Metrics, REQUESTS, NOW - 10 * MINUTE, now + 30_000);
  return REQUESTS.map(({ id }) => ((series[id]?.at(-1)?.at ?? Number.NaN) - NOW) / MINUTE);
}

describe('a read up to now', () => {
  it.each([
    { case: 'right', skewMinutes: 0, expected: [-1, -1] },
    { case: 'five minutes behind', skewMinutes: -5, expected: [-1, -1] },
    { case: 'two minutes behind', skewMinutes: -2, expected: [-1, -1] },
  ])('ends with the last whole period of the metrics when our clock is $case', async ({ skewMinutes, expected }) => {
    expect(await ends(readUpToNow, skewMinutes)).toEqual(expected);
  });

  it('takes the period that is not over for the latest only where our clock cannot tell', async () => {
    expect(await ends(readLatest, 0)).toEqual([-1, -1]);
    expect((await ends(readLatest, -5))[0]).toBe(0);
  });
});

describe('the last periods', () => {
  const starts = async (skewMinutes: number, theirNow = NOW + 30_000) => {
    const now = NOW + 30_000 + skewMinutes * MINUTE;
    const series = await readLastPeriods(metricsAt(theirNow) as Metrics, REQUESTS.slice(0, 1), 3, now);
    return series['cpuPercent']?.map(({ at }) => (at - NOW) / MINUTE);
  };

  it.each([-5, -2.5, -0.7, 0])(
    'are the last three of the metrics for a clock that is off by %d minutes',
    async (skew) => {
      expect(await starts(skew)).toEqual([-3, -2, -1]);
    },
  );

  it.each([2.5, 5])(
    'are three for a clock that is %d minutes ahead, to which all periods look complete',
    async (skew) => {
      expect(await starts(skew)).toEqual([-2, -1, 0]);
    },
  );

  it('are three also where the metrics are late, and none where they ended long ago', async () => {
    expect(await starts(5, NOW - 2 * MINUTE)).toHaveLength(3);
    expect(await starts(0, NOW - 12 * MINUTE)).toEqual([]);
  });
});
