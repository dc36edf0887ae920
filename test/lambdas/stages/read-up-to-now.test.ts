/** How much of a series is read by a Lambda whose clock is right, and by one whose clock is not. */
import { describe, expect, it } from 'vitest';
import type { Metrics, SeriesRequest } from '../../../core/ports.ts';
import { readLatest, readUpToNow } from '../../../lambdas/stages/read-up-to-now.ts';

const NOW = Date.UTC(2026, 0, 15, 3, 0);
const MINUTE = 60_000;
const REQUESTS: readonly SeriesRequest[] = ['cpuPercent', 'alarm:filled'].map((id) => ({
  id,
  elements: [],
  periodSeconds: 60,
}));

/** CloudWatch as it is: it answers with the period it is in the middle of, and an expression fills what it is asked for. */
function metricsAt(theirNow: number): Pick<Metrics, 'series'> {
  const minutes = (from: number, to: number) =>
    Array.from({ length: Math.ceil((to - from) / MINUTE) }, (_, index) => ({
      at: from + index * MINUTE,
      value: index,
    }));
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
