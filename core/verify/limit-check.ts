/** Holds the readings after the action against a fixed limit: well for all good periods, or how far from it, in numbers. */
import { format } from '../decide/evidence.ts';
import { isBeyond } from '../signal/beyond-limit.ts';
import type { Limit } from '../signal/beyond-limit.ts';
import type { Case } from './case.ts';
import { WORSE_PERIODS } from './check.ts';
import type { Check } from './check.ts';
import type { SeenPoint } from './silence.ts';

export interface CheckedLimit extends Limit {
  readonly name: string;
  /** Its worst value before the action; absent where nothing measured it. */
  readonly before: number | undefined;
  /** What shows that the service was at work while the metric was silent. */
  readonly vouchedBy: string;
}

/** @param after whole periods after the action, without a gap; a silent one that counts is a zero */
export function limitCheck(limit: CheckedLimit, after: readonly SeenPoint[], about: Case): Check {
  const { goodPeriods, worseRatio } = about.runbook.verification;
  const last = after.slice(-goodPeriods);
  const values = `${limit.name} ${last.map(({ value }) => format(value)).join(', ') || 'no data'}`;
  const exceeded = limit.comparison === 'above' ? worseThan(after, limit, worseRatio) : undefined;
  // Harm is a comparison: said without its other half, nobody could check it.
  if (exceeded !== undefined) {
    return { state: 'worse', line: `${values} (was ${format(exceeded)} at most, limit ${format(limit.threshold)})` };
  }
  const line = `${values} (limit ${format(limit.threshold)}${known(last, goodPeriods, limit.vouchedBy)})`;
  const fails = last.map(({ value }) => isBeyond(limit, value));
  // The newest says no by itself; to say yes takes as many as have to be good.
  if (last.length < goodPeriods) return { state: fails.at(-1) === true ? 'bad' : 'unknown', line };
  return { state: fails.includes(true) ? 'bad' : 'good', line };
}

/** What is missing of the readings, and what stands for those that are silent. */
function known(last: readonly SeenPoint[], goodPeriods: number, vouchedBy: string): string {
  if (last.length < goodPeriods) return `; ${last.length} of ${goodPeriods} periods measured`;
  const silent = last.filter((point) => point.silent).length;
  return silent === 0 ? '' : `; silent in ${silent} of ${last.length} periods, and ${vouchedBy}`;
}

/** The value before the action, when what came after is that much worse. */
function worseThan(after: readonly SeenPoint[], limit: CheckedLimit, ratio: number): number | undefined {
  const { before } = limit;
  if (before === undefined || before <= 0) return undefined;
  const last = after.slice(-WORSE_PERIODS);
  // Beyond the limit as well: twice next to nothing is still next to nothing.
  const beyond = last.every(({ value }) => value > before * ratio && value > limit.threshold);
  return last.length === WORSE_PERIODS && beyond ? before : undefined;
}
