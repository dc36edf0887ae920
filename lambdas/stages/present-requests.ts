/**
 * How much is asked of a service now, where capacity is taken away if it is little: the most of the last periods, because
 * the latest of them is not over and one may be a lull.
 */
import type { ServiceEntry } from '../../core/catalog.ts';
import { known, unknown } from '../../core/decide/facts.ts';
import type { Known } from '../../core/decide/facts.ts';
import type { Metrics } from '../../core/ports.ts';
import { asKnown, seriesRequests } from './gather.ts';

/** Periods looked at: enough for a lull to be told from the end of a peak. */
const PERIODS = 6;

/** Requests per period. Unknown where nobody counts them, or counted none. */
export async function presentRequests(metrics: Metrics, service: ServiceEntry, now: number): Promise<Known<number>> {
  const requests = seriesRequests(service, ['requestCount']);
  if (requests.length === 0) return unknown('nothing counts its requests');
  const series = await asKnown(metrics.series(requests, now - PERIODS * service.periodSeconds * 1_000, now));
  if (series.kind === 'unknown') return series;
  const values = (series.value['requestCount'] ?? []).map(({ value }) => value);
  return values.length === 0 ? unknown('its requests have no data') : known(Math.max(...values));
}
