/**
 * Finds the tasks that stand out from the others, where no limit says which are sick: by the modified z-score of Iglewicz
 * and Hoaglin (How to Detect and Handle Outliers, 1993), which a few bad values cannot move. Pure arithmetic.
 */
import { median } from '../statistics.ts';

/** Beyond this modified z-score a value is an outlier; theirs. */
const SCORE_MIN = 3.5;
/** Makes the median deviation comparable to a standard deviation of normal values; theirs. */
const CONSISTENCY = 0.6745;
/** Values of tasks that do the same differ by this much, in percentage points: less is no deviation to measure by. */
const DEVIATION_FLOOR = 2;
/** The usual task is at most this share of one that stands out: load drives all of them up, some sooner than others. */
export const STAND_OUT_SHARE = 0.7;

/**
 * Which of the values stand out above the others; always fewer than half. None where there are too few to compare, or all
 * are alike.
 */
export function outliersAbove(values: readonly number[]): readonly number[] {
  const usual = median(values);
  if (usual === undefined || values.length < 3) return [];
  const deviation = Math.max(DEVIATION_FLOOR, median(values.map((value) => Math.abs(value - usual))) ?? 0);
  const out = values.filter(
    (value) => (CONSISTENCY * (value - usual)) / deviation > SCORE_MIN && usual <= value * STAND_OUT_SHARE,
  );
  return out.length * 2 < values.length ? out : [];
}
