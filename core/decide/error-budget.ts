/**
 * The error budget that a service has left: of the failed requests that its objective allows in a window of days. With
 * little left, people decide on disruptive remedies. Without a count, or with too few requests, the budget restrains
 * nothing; after a failed read it may be spent, so it restrains.
 */
import type { ServiceLevel } from '../catalog/service.ts';
import { hold, type Hold } from '../holds/hold.ts';
import type { Point } from '../world/series.ts';
import { known, unknown, whyUnread, type Known } from '../world/known.ts';
import type { Facts, Served } from '../facts/facts.ts';

/**
 * Quarters of an hour: 2,880 readings for 30 days, in one answer of CloudWatch, which keeps them for 63 days. The
 * current quarter is left out.
 */
export const BUDGET_PERIOD_SECONDS = 900;
/** Below this share of the budget, disruptive remedies need a person. */
const SPENT_BELOW = 0.1;
/** Below this share, people read a line about it. */
const NOTABLE_BELOW = 0.5;
/** In a smaller budget, one failed request would be a tenth of it. */
const BUDGET_ERRORS_MIN = 10;
/** Tolerance for binary fractions, so that 2 % is not shown as 1 %. */
const ROUNDING = 1e-9;

/** Periods of requests to read for the budget of this objective. */
export function budgetPeriods({ days }: Pick<ServiceLevel, 'days'>): number {
  return (days * 24 * 3_600) / BUDGET_PERIOD_SECONDS;
}

/** Requests and errors by period; undefined without any request. A period without a reading of errors had none. */
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

/** Why disruptive remedies are held; undefined while enough is left, or without a count. */
export function budgetSpent(facts: Pick<Facts, 'served' | 'service'>): Hold | undefined {
  const left = budgetLeft(facts);
  const why = whyUnread(left);
  if (why !== undefined) {
    return hold('metrics-unreadable', `its error budget could not be read (${why}), so it may be spent`);
  }
  if (left.kind === 'unknown' || left.value >= SPENT_BELOW) return undefined;
  return hold('error-budget-spent', `${leftWords(left.value, facts)}: a person decides on anything disruptive`);
}

/** A line for people where the service has an objective: when little is left, or the budget is unknown. */
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
