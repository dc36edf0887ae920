/**
 * Measures the present load of a service before capacity is taken away. It takes the highest of the last periods, because
 * a single one may be a lull. The metrics, not the Lambda's clock, say which periods are last, so that a peak that has
 * just begun is included.
 */
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { known, unknown, type Known } from '../../core/world/known.ts';
import { metricElements } from '../../core/catalog/metrics.ts';
import type { Metrics } from '../../core/ports/metrics.ts';
import { WITNESS, withoutRequests } from '../../core/verify/silence.ts';
import { asKnown, seriesRequests } from './read-facts.ts';
import { readLastPeriods } from './read-up-to-now.ts';

/** Long enough to tell a lull from the end of a peak. */
const PERIODS = 6;

/**
 * Requests per period; zero if tasks were measured and no request came. Unknown if no metric counts requests, or none has
 * data.
 */
export async function presentRequests(metrics: Metrics, service: ServiceEntry, now: number): Promise<Known<number>> {
  if (metricElements('requestCount', service) === undefined) return unknown('nothing counts its requests');
  const requests = seriesRequests(service, ['requestCount', WITNESS]);
  const series = await asKnown(readLastPeriods(metrics, requests, PERIODS, now));
  if (series.kind === 'unknown') return series;
  const values = withoutRequests(series.value, service).map(({ value }) => value);
  return values.length === 0 ? unknown('its requests have no data') : known(Math.max(...values));
}
