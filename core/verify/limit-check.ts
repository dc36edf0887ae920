/** Compares the readings after the action with a fixed limit: inside it for all good periods, or how far beyond. */
import { format } from '../decide/evidence.ts';
import { isBeyond, type Limit } from '../signal/beyond-limit.ts';
import type { Case } from './case.ts';
import { isHarm } from './chance.ts';
import type { Check } from './check.ts';
import type { SeenPoint } from './silence.ts';

export interface CheckedLimit extends Limit {
  readonly name: string;
  /** Its worst value before the action; absent without a reading. */
  readonly before: number | undefined;
  /** Evidence that the service was at work while the metric was silent. */
  readonly vouchedBy: string;
}

/** @param after whole periods after the action, without a gap; a silent one that counts is a zero */
export function limitCheck(limit: CheckedLimit, after: readonly SeenPoint[], about: Case): Check {
  const { goodPeriods, worseRatio } = about.runbook.verification;
  const last = after.slice(-goodPeriods);
  const values = `${limit.name} ${last.map(({ value }) => format(value)).join(', ') || 'no data'}`;
  const exceeded = limit.comparison === 'above' ? worseThan(after, limit, worseRatio) : undefined;
  // Harm is a comparison, so people see both values.
  if (exceeded !== undefined) {
    return { state: 'worse', line: `${values} (was ${format(exceeded)} at most, limit ${format(limit.threshold)})` };
  }
  const line = `${values} (limit ${format(limit.threshold)}${known(last, goodPeriods, limit.vouchedBy)})`;
  const fails = last.map(({ value }) => isBeyond(limit, value));
  // One new reading is enough for bad; good takes all good periods.
  if (last.length < goodPeriods) return { state: fails.at(-1) === true ? 'bad' : 'unknown', line };
  return { state: fails.includes(true) ? 'bad' : 'good', line };
}

/** How many readings are missing, and what vouches for silent ones. */
function known(last: readonly SeenPoint[], goodPeriods: number, vouchedBy: string): string {
  if (last.length < goodPeriods) return `; ${last.length} of ${goodPeriods} periods measured`;
  const silent = last.filter((point) => point.silent).length;
  return silent === 0 ? '' : `; silent in ${silent} of ${last.length} periods, and ${vouchedBy}`;
}

/** The value before the action, if all later ones are that much worse. */
function worseThan(after: readonly SeenPoint[], limit: CheckedLimit, ratio: number): number | undefined {
  const { before } = limit;
  if (before === undefined || before <= 0) return undefined;
  // Beyond the limit as well: twice a tiny value is still tiny.
  return isHarm(after, Math.max(before * ratio, limit.threshold)) ? before : undefined;
}
