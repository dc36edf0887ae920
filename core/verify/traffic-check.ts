/**
 * Whether enough requests came to mean something: a service that hardly anybody asks has few errors and much memory. What
 * is enough depends on what came before; at night little is much. It must not know what the requests were answered.
 */
import type { ServiceEntry, VerificationPlan } from '../catalog.ts';
import { format } from '../decide/evidence.ts';
import type { Attempt, Incident } from '../incident/incident.ts';
import type { Point } from '../ports.ts';
import type { Check } from './check.ts';

export interface Traffic {
  readonly incident: Pick<Incident, 'before' | 'attempts'>;
  readonly service: Pick<ServiceEntry, 'targetGroup'>;
  readonly plan: Pick<VerificationPlan, 'trafficMin' | 'goodPeriods'>;
  /** Requests per period before the failure; undefined where nobody knows. */
  readonly usual: number | undefined;
}

/** Requests per period that say enough whatever came before: one failing of fifty is two percent. */
const ENOUGH_REQUESTS = 50;
/** Share of what came before that must be back where that is less. */
const SHARE_OF_BEFORE = 0.5;
/** Below this chance alone halves what comes, and some periods have none: nothing is asked then but the runbook's minimum. */
const TELLING_REQUESTS_MIN = 10;

/**
 * Unknown, never bad, where too few came: nothing is known to be wrong. Undefined where nothing counts requests, or nothing
 * asks for any.
 * @param after whole periods after the action, without a gap
 */
export function trafficCheck({ incident, service, plan, usual }: Traffic, after: readonly Point[]): Check | undefined {
  if (service.targetGroup === undefined) return undefined;
  const before = usual ?? incident.before.requestCount;
  const relative = shed(incident.attempts) ? 0 : shareOf(before);
  const atLeast = Math.max(plan.trafficMin, relative);
  if (atLeast === 0) return undefined;
  const last = after.slice(-plan.goodPeriods);
  const enough = last.length === plan.goodPeriods && last.every(({ value }) => value >= atLeast);
  const was = relative > plan.trafficMin && before !== undefined ? `; ${format(before)} before` : '';
  const values = last.map(({ value }) => format(value)).join(', ') || 'none';
  return {
    state: enough ? 'good' : 'unknown',
    line: `requests per period ${values} (at least ${format(atLeast)}${was})`,
  };
}

function shareOf(before: number | undefined): number {
  if (before === undefined || !Number.isFinite(before)) return 0;
  const share = Math.min(ENOUGH_REQUESTS, before * SHARE_OF_BEFORE);
  return share < TELLING_REQUESTS_MIN ? 0 : share;
}

/** Whether the healer itself keeps requests away: then that fewer come is what was wanted, and no sign of anything. */
function shed(attempts: readonly Attempt[]): boolean {
  return attempts.some(({ journal: { plan }, undone }) => plan.kind === 'flipToggle' && plan.sheds === true && !undone);
}
