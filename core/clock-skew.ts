/** How far apart the clocks of Lambdas, metrics and senders of signals may be. Leases allow for less, and say why. */

/** AWS refuses requests signed more than five minutes ago, so a Lambda whose clock is further off can do nothing. */
export const CLOCK_SKEW_SECONDS_MAX = 300;
