/** Harm that is measured by few requests: what chance explains does not count. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runbookFor } from '../../../core/catalog/catalog.ts';
import { watchedAlarm } from '../../../core/intake/admit.ts';
import { shareAtLeast } from '../../../core/verify/chance.ts';
import { judge } from '../../../core/verify/judge.ts';
import { known } from '../../../core/world/known.ts';
import { about, anIncident, catalog, points, readings, service } from './judging.ts';

const ALARM = 'healer-user-high-error-rate-errors';
const runbook = runbookFor(catalog, service, 'high-error-rate');
if (runbook === undefined) throw new Error('there is no high-error-rate runbook');

/** The verdict over two readings of the error rate, where it was so high before, each of so many requests. */
function verdictOn(before: number, rates: readonly [number, number], requests: number): string {
  const alarms = [watchedAlarm(ALARM, catalog, service)];
  const incident = anIncident({ alarms, before: { errorRatePercent: before } });
  const rate = points(0, ...rates);
  const series = {
    [`alarm:${ALARM}`]: rate,
    errorRatePercent: rate,
    requestCount: points(requests, requests, requests),
  };
  const red = known([{ name: ALARM, state: 'ALARM' as const, stateChangedAt: about.since }]);
  const now = about.since + 3.5 * 60_000;
  return judge({ ...about, incident, runbook: runbook as never }, readings({ series: known(series), alarms: red, now }))
    .verdict;
}

describe('an error rate of few requests', () => {
  it.each([
    { case: 'goes on as before, by chance higher', before: 55, rates: [85, 90], requests: 20, verdict: 'notRecovered' },
    { case: 'is as high among many requests', before: 55, rates: [85, 90], requests: 2_000, verdict: 'worse' },
    { case: 'is higher than chance makes it', before: 55, rates: [100, 100], requests: 20, verdict: 'worse' },
    { case: 'is high where hardly any failed before', before: 6, rates: [60, 60], requests: 20, verdict: 'worse' },
    { case: 'is higher once', before: 6, rates: [8, 60], requests: 20, verdict: 'notRecovered' },
  ] as const)('$case: $verdict', ({ before, rates, requests, verdict }) => {
    expect(verdictOn(before, [...rates], requests)).toBe(verdict);
  });

  it('proves less than it shows, and more the more requests there are', () => {
    const percent = fc.integer({ min: 0, max: 1_000 }).map((tenths) => tenths / 10);
    const rounding = 1e-9;
    fc.assert(
      fc.property(percent, fc.integer({ min: 1, max: 100_000 }), (share, requests) => {
        const least = shareAtLeast(share, requests);
        expect(least).toBeGreaterThanOrEqual(0);
        expect(least).toBeLessThanOrEqual(share + rounding);
        expect(shareAtLeast(share, requests * 2)).toBeGreaterThanOrEqual(least - rounding);
      }),
    );
  });

  it('is the lower end of the score interval', () => {
    // (0.5 + 4/40 - 2 * sqrt(0.25/20 + 4/1600)) / (1 + 4/20), by hand.
    expect(shareAtLeast(50, 20)).toBeCloseTo(29.588, 2);
  });
});
