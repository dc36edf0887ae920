/**
 * How failures end without the healer. Every incident waits a little before a remedy: for its alarm, its turn, a
 * person. Those waits show, without risk, how many failures end and how soon. People see it beside the success of
 * remedies; it never chooses one, because waiting costs more than a gentle remedy.
 */
import type { Wait, WaitCounts } from './results.ts';
import { number, shape, list, type Shaped } from '../shape.ts';

/** A failure that lasts an hour does not end soon without a remedy. */
export const WAIT_BUCKETS = 60;

/** Estimated share that has recovered without a remedy after each minute. */
export const OrganicRecovery = shape({
  /** 0-1, by minute: the first is the share within one minute. Never falls. */
  recoveredWithin: list(number),
  waits: number,
});
export type OrganicRecovery = Shaped<typeof OrganicRecovery>;

/** The bucket of a wait. */
export function bucketOf({ minutes }: Wait): number {
  return Math.min(WAIT_BUCKETS - 1, Math.floor(minutes));
}

/**
 * Kaplan-Meier estimate over whole minutes: S(m) = Π (1 − recovered_i / atRisk_i), i ≤ m; returns 1 − S. A wait
 * censored within a minute is at risk during it.
 */
export function organicRecovery({ recovered, censored }: WaitCounts): OrganicRecovery {
  const count = (counts: readonly number[], bucket: number): number => counts[bucket] ?? 0;
  let atRisk = 0;
  for (let bucket = 0; bucket < WAIT_BUCKETS; bucket++) atRisk += count(recovered, bucket) + count(censored, bucket);
  const waits = atRisk;
  let surviving = 1;
  const recoveredWithin: number[] = [];
  for (let bucket = 0; bucket < WAIT_BUCKETS; bucket++) {
    if (atRisk > 0) surviving *= 1 - count(recovered, bucket) / atRisk;
    recoveredWithin.push(1 - surviving);
    atRisk -= count(recovered, bucket) + count(censored, bucket);
  }
  return { recoveredWithin, waits };
}
