/**
 * On which side of a limit a failure lies, and whether the limit itself fails, for all readers of an alarm's metric.
 */

export interface Limit {
  readonly comparison: 'above' | 'below';
  readonly threshold: number;
  /** The limit itself fails, as in an alarm with `>=` or `<=`; absent where it is still well. */
  readonly limitFails?: true;
}

/** Whether a reading fails. One that is no number does not. */
export function isBeyond({ comparison, threshold, limitFails }: Limit, value: number): boolean {
  if (value === threshold) return limitFails === true;
  return comparison === 'above' ? value > threshold : value < threshold;
}
