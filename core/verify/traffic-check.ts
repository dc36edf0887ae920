/**
 * Whether enough requests came to judge by: a service with hardly any requests has few errors and much memory. The
 * baseline says what is enough, because at night little is much.
 */
import { countsRequests, type Balanced } from '../catalog/target-groups.ts';
import type { VerificationPlan } from '../catalog/runbook.ts';
import { format } from '../decide/evidence.ts';
import type { Attempt, Incident } from '../incident/incident.ts';
import type { Point } from '../world/series.ts';
import { metricNamed } from '../vocabulary.ts';
import type { Check } from './check.ts';
import { sheds } from '../remedies/plan-traits.ts';

export interface Traffic {
  readonly incident: Pick<Incident, 'before' | 'attempts' | 'alarms'>;
  readonly service: Balanced;
  readonly plan: Pick<VerificationPlan, 'trafficMin' | 'goodPeriods' | 'conditions'>;
  /** Requests per period before the failure; undefined where unknown. */
  readonly usual: number | undefined;
}

/** Requests per period that are enough whatever the baseline: one failure in fifty is two percent. */
const ENOUGH_REQUESTS = 50;
/** Share of a smaller baseline that must be back. */
const SHARE_OF_BEFORE = 0.5;
/** Below this number chance alone halves the requests, and some periods have none; then no single period needs any. */
const TELLING_REQUESTS_MIN = 10;

/**
 * Unknown, never bad, with too few requests: they prove nothing wrong. Undefined without a count of requests, or where
 * none are required.
 * @param after whole periods after the action, without a gap; a period without requests is a zero
 */
export function trafficCheck(traffic: Traffic, after: readonly Point[]): Check | undefined {
  const { incident, service, plan, usual } = traffic;
  if (!countsRequests(service)) return undefined;
  const before = usual ?? incident.before.requestCount;
  const relative = shed(incident.attempts) ? 0 : shareOf(before);
  const atLeast = Math.max(plan.trafficMin, relative);
  if (atLeast === 0) return undefined;
  if (wasFewAlways(traffic)) return quietCheck(traffic, after);
  const last = after.slice(-plan.goodPeriods);
  const enough = last.length === plan.goodPeriods && last.every(({ value }) => value >= atLeast);
  const was = relative > plan.trafficMin && before !== undefined ? `; ${format(before)} before` : '';
  const values = `${valuesOf(last)} (at least ${format(atLeast)}${was}${missing(last, plan)})`;
  return { state: enough ? 'good' : 'unknown', line: `requests per period ${values}` };
}

/** Whether few or no requests are the baseline too: then a period without any says nothing against the service. */
export function isQuietAsUsual(traffic: Traffic, after: readonly Point[]): boolean {
  const { usual, plan } = traffic;
  if (usual === undefined || shareOf(usual) > 0) return false;
  const last = after.slice(-plan.goodPeriods);
  const { inAll } = neededInAll(traffic);
  return inAll === 0 || (last.length === plan.goodPeriods && sumOf(last) >= inAll);
}

/**
 * Whether the baseline is below what the runbook requires. Not for a failure measured as a share of requests: too few
 * requests have no share.
 */
function wasFewAlways({ usual, plan, incident }: Traffic): boolean {
  if (usual === undefined || usual * SHARE_OF_BEFORE >= plan.trafficMin) return false;
  const measured = [
    ...incident.alarms.map(({ measure }) => measure?.metric),
    ...plan.conditions.map((one) => one.metric),
  ];
  return !measured.some((metric) => metric !== undefined && metricNamed(metric).ofRequests === true);
}

function quietCheck(traffic: Traffic, after: readonly Point[]): Check {
  const { plan } = traffic;
  const last = after.slice(-plan.goodPeriods);
  const { inAll, usual } = neededInAll(traffic);
  const values = `requests per period ${valuesOf(last)}`;
  if (inAll === 0) return { state: 'good', line: `${values} (none needed: ${format(usual)} before the failure)` };
  const enough = last.length === plan.goodPeriods && sumOf(last) >= inAll;
  const wanted = `at least ${format(inAll)} in ${plan.goodPeriods} periods, baseline ${format(usual)} a period`;
  return { state: enough ? 'good' : 'unknown', line: `${values} (${wanted}${missing(last, plan)})` };
}

/** Required of all good periods together, because chance empties a single one; a baseline near zero requires none. */
function neededInAll({ incident, plan, usual = 0 }: Traffic): { readonly inAll: number; readonly usual: number } {
  const share = shed(incident.attempts) ? 0 : usual * SHARE_OF_BEFORE * plan.goodPeriods;
  return { inAll: share < 1 ? 0 : share, usual };
}

const sumOf = (points: readonly Point[]): number => points.reduce((sum, { value }) => sum + value, 0);

const valuesOf = (points: readonly Point[]): string => points.map(({ value }) => format(value)).join(', ') || 'none';

function missing(last: readonly Point[], { goodPeriods }: Traffic['plan']): string {
  return last.length < goodPeriods ? `; ${last.length} of ${goodPeriods} periods measured` : '';
}

function shareOf(before: number | undefined): number {
  if (before === undefined || !Number.isFinite(before)) return 0;
  const share = Math.min(ENOUGH_REQUESTS, before * SHARE_OF_BEFORE);
  return share < TELLING_REQUESTS_MIN ? 0 : share;
}

/** Whether the healer itself sheds load: then fewer requests are intended. */
function shed(attempts: readonly Attempt[]): boolean {
  return attempts.some(({ journal: { plan }, undone }) => sheds(plan) && !undone);
}
