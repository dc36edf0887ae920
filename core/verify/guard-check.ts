/**
 * Holds a guard metric against what it was before the action: a remedy that turns one failure into another has not helped,
 * and one that breaks much more than it may is taken back at once. Having been bad before excuses nothing, unless the
 * service was always like that. It must not know the failure that is healed.
 */
import type { GuardRule } from '../catalog/runbook.ts';
import { format } from '../decide/evidence.ts';
import { WORSE_PERIODS } from './check.ts';
import type { Check } from './check.ts';
import type { SeenPoint } from './silence.ts';

export interface Guarded {
  /** Its value at the decision; absent where nothing measured it. */
  readonly decided: number | undefined;
  /** What was usual before the failure began; absent where nobody knows. */
  readonly usual?: number | undefined;
  /** The highest of that and of the periods before the action. */
  readonly worstBaseline: number | undefined;
  readonly goodPeriods: number;
  readonly worseRatio: number;
}

/**
 * Inside its limit for all good periods is good: `ratioMax` times what was usual before the failure, and never less than the
 * floor. Where it was well when it was decided, its value then counts as well. Beyond that, but no worse than it was in the
 * failure, is unknown: the remedy did not do it, and the service is not well. `worseRatio` beyond the limit by its worst
 * value before, twice in a row, is harm.
 * @param after whole periods after the action, without a gap
 * @returns undefined for a metric that was not measured before and is not measured now: it guards nothing
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
  const latest = after.slice(-WORSE_PERIODS);
  if (latest.length === WORSE_PERIODS && latest.every(({ value }) => value > harm)) {
    return { state: 'worse', line: `${values} (was ${format(worstBaseline ?? decided)} at most)` };
  }
  // What was measured, and is silent now, is not known to be well.
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
  // What it was in the failure is a measure of well only where it was well in it.
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

/** Nobody knows whether it is worse, but what is there must be well: a service that was silent may come back failing. */
function withoutBefore(last: readonly number[], floor: number, values: string): Check | undefined {
  if (last.length === 0) return undefined;
  const line = `${values} (limit ${format(floor)}; nothing was measured before)`;
  return { state: last.every((value) => value <= floor) ? 'good' : 'bad', line };
}
