/**
 * Means with their uncertainty. Seeds are independent worlds, so the interval is Student's over their means; policies
 * meet the same incidents, so differences are taken seed by seed before anything is averaged.
 */
import { mean as meanOf } from '../../core/statistics.ts';

export interface Interval {
  readonly mean: number;
  /** Ends of the 95 % interval; null with one value, which says nothing about spread. */
  readonly low: number | null;
  readonly high: number | null;
}

/** 95 % confidence interval of the mean. @throws Error without values */
export function intervalOf(values: readonly number[]): Interval {
  if (values.length === 0) throw new Error('no values, no mean');
  const mean = meanOf(values);
  if (values.length === 1) return { mean, low: null, high: null };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const half = studentQuantile(values.length - 1) * Math.sqrt(variance / values.length);
  return { mean, low: mean - half, high: mean + half };
}

/** Whether zero lies outside; never with one value. */
export function excludesZero({ low, high }: Interval): boolean {
  return low !== null && high !== null && (low > 0 || high < 0);
}

/** The smallest value that this share of the values does not exceed (nearest rank). */
export function quantile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('no values, no quantile');
  return value;
}

/** 97.5 % quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * 97.5 % quantile of Student's t: exact for one and two degrees of freedom, otherwise the expansion around the normal
 * quantile (Abramowitz and Stegun 26.7.5), good to 0.2 % from three on.
 */
export function studentQuantile(degrees: number): number {
  if (degrees === 1) return Math.tan(Math.PI * 0.475);
  if (degrees === 2) return 0.95 * Math.sqrt(2 / (1 - 0.95 ** 2));
  const terms = [
    Z,
    (Z ** 3 + Z) / 4,
    (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96,
    (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384,
    (79 * Z ** 9 + 776 * Z ** 7 + 1_482 * Z ** 5 - 1_920 * Z ** 3 - 945 * Z) / 92_160,
  ];
  return terms.reduce((sum, term, power) => sum + term / degrees ** power, 0);
}
