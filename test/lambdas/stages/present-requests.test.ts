/** How much is asked of a service now: also where the clock of the Lambda is not right, and where it is unknown. */
import { describe, expect, it } from 'vitest';
import { presentRequests } from '../../../lambdas/stages/present-requests.ts';
import { aService } from '../../support/catalog.ts';
import { fakeMetrics } from '../../support/memory-ports/fake-metrics.ts';

const NOW = Date.UTC(2026, 0, 15, 9, 0);
const MINUTE = 60_000;

/** What is read by a Lambda whose clock is so many minutes ahead. */
async function read(requestsAt: (at: number) => number | undefined, skewMinutes = 0) {
  const metrics = fakeMetrics(() => NOW + 10_000);
  const service = aService();
  metrics.setMetric(service, 'requestCount', requestsAt);
  return await presentRequests(metrics.port, service, NOW + 10_000 + skewMinutes * MINUTE);
}

describe('the present requests of a service', () => {
  it.each([
    { case: 'is right', skewMinutes: 0 },
    { case: 'is five minutes behind', skewMinutes: -5 },
    { case: 'is five minutes ahead', skewMinutes: 5 },
  ])('show a peak of the last two minutes, and a lull in it, when the clock $case', async ({ skewMinutes }) => {
    const peak = (at: number) => (at === NOW - 2 * MINUTE ? 1_000 : at === NOW - MINUTE ? 100 : 500);
    expect(await read(peak, skewMinutes)).toEqual({ kind: 'known', value: 1_000 });
    const lull = (at: number) => (at >= NOW - 5 * MINUTE ? 100 : 500);
    expect(await read(lull, skewMinutes)).toEqual({ kind: 'known', value: 500 });
    const over = (at: number) => (at >= NOW - 7 * MINUTE ? 500 : 1_000);
    expect(await read(over, skewMinutes)).toEqual({ kind: 'known', value: 500 });
  });

  it('are unknown where none were counted for long', async () => {
    expect(await read(() => undefined)).toMatchObject({ kind: 'unknown' });
    expect(await read((at) => (at < NOW - 20 * MINUTE ? 500 : undefined))).toMatchObject({ kind: 'unknown' });
  });
});
