/**
 * How much of a service's error budget is left: of the failed requests that its objective allows in a window of days. Who
 * has spent it decides for themselves what may cost more. Where nothing counts it, or too little, it changes nothing; where
 * it could not be read, it may be spent.
 */
import type { ServiceLevel } from '../catalog/service.ts';
import { hold } from '../holds/hold.ts';
import type { Point } from '../world/series.ts';
import type { Hold } from '../holds/hold.ts';
import { known, unknown, whyUnread } from '../world/known.ts';
import type { Facts, Served } from '../facts/facts.ts';
import type { Known } from '../world/known.ts';

/**
 * Quarters of an hour: 2,880 readings for 30 days, in one answer. CloudWatch keeps them for 63 days, and only the quarter
 * that has just begun is left out.
 */
export const BUDGET_PERIOD_SECONDS = 900;
/** Share of the budget below which nothing disruptive is done without a person. */
const SPENT_BELOW = 0.1;
/** Share below which it is worth a line. */
const NOTABLE_BELOW = 0.5;
/** A budget of fewer failed requests than this is noise: one of them would be a tenth of it. */
const BUDGET_ERRORS_MIN = 10;
/** What shares may differ by because of binary fractions, so that 2 % is not called 1 %. */
const ROUNDING = 1e-9;

/** How many periods of requests have to be read for the budget of this objective. */
export function budgetPeriods({ days }: Pick<ServiceLevel, 'days'>): number {
  return (days * 24 * 3_600) / BUDGET_PERIOD_SECONDS;
}

/** What was served, of readings by period; undefined without any request. No reading of errors is no error. */
export function servedOf(requests: readonly Point[], errors: readonly Point[]): Served | undefined {
  const served = { requests: sumOf(requests), errors: sumOf(errors) };
  return served.requests > 0 ? served : undefined;
}

/** 1 − (errors / requests) / (1 − availability): 1 is untouched, below 0 is overspent ("The Site Reliability Workbook", ch. 2). */
export function budgetLeft({ served, service: { slo } }: Pick<Facts, 'served' | 'service'>): Known<number> {
  if (slo === undefined) return unknown('no objective is set');
  if (served.kind === 'unknown') return served;
  const { requests, errors } = served.value;
  if (requests * (1 - slo.availability) < BUDGET_ERRORS_MIN) return unknown('too few requests for its objective');
  return known(1 - errors / requests / (1 - slo.availability));
}

/** Why nothing disruptive is done; undefined while enough is left, or nobody counts it. */
export function budgetSpent(facts: Pick<Facts, 'served' | 'service'>): Hold | undefined {
  const left = budgetLeft(facts);
  const why = whyUnread(left);
  if (why !== undefined) {
    return hold('metrics-unreadable', `its error budget could not be read (${why}), so it may be spent`);
  }
  if (left.kind === 'unknown' || left.value >= SPENT_BELOW) return undefined;
  return hold('error-budget-spent', `${leftWords(left.value, facts)}: a person decides on anything disruptive`);
}

/** A line for people where an objective is set: when little is left, and when nobody knows. */
export function budgetLine(facts: Pick<Facts, 'served' | 'service'>): string | undefined {
  if (facts.service.slo === undefined) return undefined;
  const left = budgetLeft(facts);
  if (left.kind === 'unknown') return `error budget unknown: ${left.why}`;
  return left.value < NOTABLE_BELOW ? leftWords(left.value, facts) : undefined;
}

function leftWords(left: number, { service: { slo } }: Pick<Facts, 'service'>): string {
  const budget = `the error budget of ${slo?.days ?? 0} days`;
  if (left < ROUNDING) return `${budget} is spent`;
  return `${Math.floor(100 * (left + ROUNDING))} % of ${budget} is left`;
}

function sumOf(points: readonly Point[]): number {
  return points.reduce((sum, { value }) => sum + value, 0);
}
