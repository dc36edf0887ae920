/**
 * The two averages that decisions and the simulator's figures are made of. By hand and in this order of operations, because the same
 * readings must give the same decision digit by digit, also after an update of a library (docs/adr/0017-kept-by-hand.md).
 */

/** The sum, added up in order, by the count; NaN without values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The middle value, or the mean of the two; undefined without values. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [lower, upper] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return lower === undefined || upper === undefined ? undefined : (lower + upper) / 2;
}
