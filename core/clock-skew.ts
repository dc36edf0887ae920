/**
 * How far the clocks of those who work together may be apart: the Lambdas', the metrics', and those of whoever sends a
 * signal. Leases allow for less, and say why. It must not know who compares what.
 */

/** AWS refuses a request that was signed more than five minutes ago: a Lambda whose clock is further off can do nothing. */
export const CLOCK_SKEW_SECONDS_MAX = 300;
