/**
 * Compares a guard metric with its value before the action. A remedy that turns one failure into another has not
 * helped, and one that breaks much more is undone at once. A bad value before the action is no excuse, unless the
 * service always had it.
 */
import type { GuardRule } from '../catalog/runbook.ts';
import { format } from '../decide/evidence.ts';
import { isHarm } from './chance.ts';
import type { Check } from './check.ts';
import type { SeenPoint } from './silence.ts';

export interface Guarded {
  /** Its value at the decision; absent where it had no reading. */
  readonly decided: number | undefined;
  /** Its baseline before the failure; absent where unknown. */
  readonly usual?: number | undefined;
  /** The highest of its value at the decision and in the periods before the action. */
  readonly worstBaseline: number | undefined;
  readonly goodPeriods: number;
  readonly worseRatio: number;
}

/**
 * `good`: inside its limit for all good periods. The limit is `ratioMax` times the baseline, and never less than the
 * floor. If the value at the decision was well, it counts as a baseline too. `unknown`: beyond the limit, but no worse
 * than in the failure; the remedy did not cause it, and the service is not well. `worse`: twice in a row beyond
 * `worseRatio` times the limit by its worst value before.
 * @param after whole periods after the action, without a gap
 * @returns undefined for a metric without readings before and after: it guards nothing
 */
export function guardCheck(rule: GuardRule, guarded: Guarded, after: readonly SeenPoint[]): Check | undefined {
  const { metric, ratioMax, floor } = rule;
  const { decided, worstBaseline, goodPeriods, worseRatio } = guarded;
  const last = after.slice(-goodPeriods).map(({ value }) => value);
  const values = `${metric} ${last.map(format).join(', ')}`;
  if (decided === undefined || !Number.isFinite(decided)) {
    return after.every((point) => point.silent) ? undefined : withoutBefore(last, floor, values);
  }
  const harm = worseRatio * Math.max(floor, ratioMax * (worstBaseline ?? decided));
  if (isHarm(after, harm)) {
    return { state: 'worse', line: `${values} (was ${format(worstBaseline ?? decided)} at most)` };
  }
  // A metric that had readings and is silent now is not known to be well.
  if (last.length < goodPeriods) {
    const measured = `${last.length} of ${goodPeriods} periods measured; was ${format(decided)}`;
    return { state: 'unknown', line: `${metric} ${last.map(format).join(', ') || 'no data'} (${measured})` };
  }
  return againstBefore(rule, { decided, usual: guarded.usual }, last);
}

function againstBefore(
  { metric, ratioMax, floor }: GuardRule,
  { decided, usual }: { readonly decided: number; readonly usual: number | undefined },
  last: readonly number[],
): Check {
  const within = (limit: number): boolean => last.every((value) => value <= limit);
  const asUsual = Math.max(floor, ratioMax * (usual ?? 0));
  const noWorse = Math.max(asUsual, ratioMax * decided);
  // Its value in the failure is a limit only where it was well then.
  const well = decided <= floor ? noWorse : asUsual;
  const values = `${metric} ${last.map(format).join(', ')}`;
  if (within(well)) return { state: 'good', line: `${values} (was ${format(decided)})` };
  if (!within(noWorse)) return { state: 'bad', line: `${values} (was ${format(decided)})` };
  const before = usual === undefined ? '' : `, ${format(usual)} before the failure`;
  return {
    state: 'unknown',
    line: `${values} (limit ${format(well)}; was ${format(decided)} in the failure${before})`,
  };
}

/** Without readings before, harm is unknown, but the value must be well: a silent service may come back failing. */
function withoutBefore(last: readonly number[], floor: number, values: string): Check | undefined {
  if (last.length === 0) return undefined;
  const line = `${values} (limit ${format(floor)}; no reading before)`;
  return { state: last.every((value) => value <= floor) ? 'good' : 'bad', line };
}
