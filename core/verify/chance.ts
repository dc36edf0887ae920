/**
 * Harm is a comparison, and a share of few requests varies by chance: of twenty requests, 75 % failing ones are 55 % in
 * one minute and 90 % in another. Only the part that chance does not explain counts as harm.
 */
import { WORSE_PERIODS } from './check.ts';
import type { SeenPoint } from './silence.ts';

/** Standard deviations that chance explains: one reading in forty lies further up, two in a row hardly ever. */
const CHANCE_DEVIATIONS = 2;

/** Whether the last readings are all beyond it, each by more than chance: waiting would do harm. */
export function isHarm(after: readonly SeenPoint[], limit: number): boolean {
  const latest = after.slice(-WORSE_PERIODS);
  return latest.length === WORSE_PERIODS && latest.every(({ value, atLeast = value }) => atLeast > limit);
}

/**
 * The least share that so many requests prove: the lower end of the score interval of a binomial proportion (Wilson 1927).
 * @param percent the share that was measured, 0 to 100; more is taken for 100
 * @param requests of the same period, above zero
 */
export function shareAtLeast(percent: number, requests: number): number {
  const share = Math.min(100, percent) / 100;
  const z2 = CHANCE_DEVIATIONS ** 2 / requests;
  const spread = CHANCE_DEVIATIONS * Math.sqrt((share * (1 - share)) / requests + z2 / (4 * requests));
  return (100 * Math.max(0, share + z2 / 2 - spread)) / (1 + z2);
}
