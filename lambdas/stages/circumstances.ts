/**
 * Reads what a choice depends on besides the failure: error budget, change calendars, and task counts that others are
 * changing. It reads only what the service configures.
 */
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { BUDGET_PERIOD_SECONDS, budgetPeriods, servedOf } from '../../core/decide/error-budget.ts';
import { known, unknown, type Known } from '../../core/world/known.ts';
import type { Facts, Served } from '../../core/facts/facts.ts';
import { AT_WORK_PERIODS, countPeriodSeconds } from '../../core/decide/scaling.ts';
import { desiredCountElements, failedRequestElements, metricElements } from '../../core/catalog/metrics.ts';
import type { Calendars } from '../../core/ports/calendars.ts';
import type { CalendarState } from '../../core/world/calendar.ts';
import type { Metrics } from '../../core/ports/metrics.ts';
import type { Point } from '../../core/world/series.ts';
import { asKnown } from './read-facts.ts';
import { readLastPeriods } from './read-up-to-now.ts';

interface Sources {
  readonly metrics: Metrics;
  readonly calendars: Calendars;
}

export async function readCircumstances(
  { metrics, calendars }: Sources,
  service: ServiceEntry,
  now: number,
): Promise<Pick<Facts, 'served' | 'calendars' | 'desiredCounts'>> {
  const [served, state, desiredCounts] = await Promise.all([
    readServed(metrics, service, now),
    readCalendars(calendars, service),
    readDesiredCounts(metrics, service, now),
  ]);
  return { served, calendars: state, desiredCounts };
}

/** Requests and failed requests in the window of the service's SLO. */
async function readServed(metrics: Metrics, service: ServiceEntry, now: number): Promise<Known<Served>> {
  const elements = { requests: metricElements('requestCount', service), errors: failedRequestElements(service) };
  if (service.slo === undefined) return unknown('no objective is set');
  if (elements.requests === undefined || elements.errors === undefined) return unknown('nothing counts its requests');
  const periodSeconds = BUDGET_PERIOD_SECONDS;
  const requests = [
    { id: 'requests', elements: elements.requests, periodSeconds },
    { id: 'errors', elements: elements.errors, periodSeconds },
  ];
  const series = await asKnown(readLastPeriods(metrics, requests, budgetPeriods(service.slo), now));
  if (series.kind === 'unknown') return series;
  const served = servedOf(series.value['requests'] ?? [], series.value['errors'] ?? []);
  return served === undefined ? unknown('no request is on record') : known(served);
}

async function readDesiredCounts(
  metrics: Metrics,
  service: ServiceEntry,
  now: number,
): Promise<Known<readonly Point[]>> {
  const elements = desiredCountElements(service);
  if (elements === undefined) return unknown('nothing counts its tasks');
  const requests = [{ id: 'desired', elements, periodSeconds: countPeriodSeconds(service) }];
  const series = await asKnown(readLastPeriods(metrics, requests, AT_WORK_PERIODS, now));
  return series.kind === 'unknown' ? series : known(series.value['desired'] ?? []);
}

/** The service's change calendars; without any, no call is made. */
async function readCalendars(
  calendars: Calendars,
  { changeCalendars = [] }: ServiceEntry,
): Promise<Known<CalendarState>> {
  return changeCalendars.length === 0 ? known({ kind: 'open' }) : await asKnown(calendars.state(changeCalendars));
}
