/** Counts of waits in memory, as the table adds them up one by one. */
import { bucketOf, WAIT_BUCKETS } from '../../core/memory/organic-recovery.ts';
import type { Wait, WaitCounts } from '../../core/memory/results.ts';

export const NO_WAITS: WaitCounts = { recovered: zeros(), censored: zeros() };

function zeros(): readonly number[] {
  return Array.from({ length: WAIT_BUCKETS }, () => 0);
}

/** The counts with one more wait. */
export function withWait(counts: WaitCounts, wait: Wait): WaitCounts {
  const kind = wait.recovered ? 'recovered' : 'censored';
  const bucket = bucketOf(wait);
  return { ...counts, [kind]: counts[kind].with(bucket, (counts[kind][bucket] ?? 0) + 1) };
}
