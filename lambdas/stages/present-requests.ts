/**
 * How much is asked of a service now, where capacity is taken away if it is little: the most of the last periods, because
 * one of them may be a lull. Which are the last, the metrics say and not the clock of the Lambda: a peak that has just begun
 * must be among them.
 */
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { known, unknown } from '../../core/world/known.ts';
import type { Known } from '../../core/world/known.ts';
import { metricElements } from '../../core/catalog/metrics.ts';
import type { Metrics } from '../../core/ports/metrics.ts';
import { WITNESS, withoutRequests } from '../../core/verify/silence.ts';
import { asKnown, seriesRequests } from './read-facts.ts';
import { readLastPeriods } from './read-up-to-now.ts';

/** Periods looked at: enough for a lull to be told from the end of a peak. */
const PERIODS = 6;

/** Requests per period, zero where tasks were measured and none came. Unknown where nothing counts them, or nothing was measured. */
export async function presentRequests(metrics: Metrics, service: ServiceEntry, now: number): Promise<Known<number>> {
  if (metricElements('requestCount', service) === undefined) return unknown('nothing counts its requests');
  const requests = seriesRequests(service, ['requestCount', WITNESS]);
  const series = await asKnown(readLastPeriods(metrics, requests, PERIODS, now));
  if (series.kind === 'unknown') return series;
  const values = withoutRequests(series.value, service).map(({ value }) => value);
  return values.length === 0 ? unknown('its requests have no data') : known(Math.max(...values));
}
