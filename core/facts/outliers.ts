/**
 * Finds the tasks that stand out from the others, where no limit says which are sick: the modified z-score of Iglewicz
 * and Hoaglin (How to Detect and Handle Outliers, 1993), which a few bad values cannot move. Pure arithmetic.
 */
import { median } from '../statistics.ts';

/** Their limit: beyond this score a value is an outlier. */
const SCORE_MIN = 3.5;
/** Their factor: makes the median deviation comparable to a standard deviation of normal values. */
const CONSISTENCY = 0.6745;
/** Percentage points by which equal tasks differ: a smaller deviation is no measure. */
const DEVIATION_FLOOR = 2;
/** The typical task has at most this share of an outlier's value: load raises all tasks, some sooner than others. */
export const STAND_OUT_SHARE = 0.7;

/** Indexes of the values that stand out above the others: fewer than half, none among few or equal values. */
export function outliersAbove(values: readonly number[]): readonly number[] {
  const usual = median(values);
  if (usual === undefined || values.length < 3) return [];
  const deviation = Math.max(DEVIATION_FLOOR, median(values.map((value) => Math.abs(value - usual))) ?? 0);
  const out = values.filter(
    (value) => (CONSISTENCY * (value - usual)) / deviation > SCORE_MIN && usual <= value * STAND_OUT_SHARE,
  );
  return out.length * 2 < values.length ? out : [];
}
