/**
 * How old experience fades: a result of 60 days ago counts half of one of today. In the forward form (Cormode,
 * Shkapenyuk, Srivastava and Xu, "Forward Decay", ICDE 2009) each result is weighed once, when recorded, against a
 * fixed landmark in the past. Sums then only grow by addition, which a database does atomically, and fading is one
 * division at the time of reading. Pure.
 */

/** Time after which a result counts half. Services change from month to month, and results are few. */
export const HALF_LIFE_DAYS = 60;

/**
 * The landmark L, 2026-01-01T00:00:00Z. Any fixed past moment gives the same readings; a change would alter the meaning
 * of every stored sum.
 */
export const LANDMARK = Date.UTC(2026, 0, 1);

/**
 * Significant digits kept of a weight. A DynamoDB number has 38 digits, and a sum spans its smallest and its largest
 * term: with ten digits each, terms may lie 15 years apart. The error is below 1e-9 of one result.
 */
const WEIGHT_DIGITS = 10;

/** Weight to store for a result at `at` (ms since the epoch): w = 2^((at - L) / H), rounded to `WEIGHT_DIGITS`. */
export function weightAt(at: number): number {
  return rounded(2 ** halfLivesSinceLandmark(at));
}

/** A weighted quantity (`weight` times minutes, say), rounded so that it can be added to a stored sum. */
export function weighted(weight: number, quantity: number): number {
  return rounded(weight * quantity);
}

/** How sums of stored weights count at `now` (ms since the epoch): sum / 2^((now - L) / H). */
export function decayAt(now: number): (sum: number) => number {
  const growth = 2 ** halfLivesSinceLandmark(now);
  return (sum) => sum / growth;
}

function halfLivesSinceLandmark(at: number): number {
  return (at - LANDMARK) / (HALF_LIFE_DAYS * 24 * 3_600_000);
}

function rounded(value: number): number {
  return Number(value.toPrecision(WEIGHT_DIGITS));
}
