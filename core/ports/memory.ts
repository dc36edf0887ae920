/**
 * The port of the healing memory. Times are ms since the epoch; failures are those of `errors.ts`.
 */
import type { WaitCounts, Experience, AttemptResult, ObservedWait } from '../memory/results.ts';

export interface Memory {
  /** Experience by context; a context without experience is absent. */
  read(failureType: string, service: string, now: number): Promise<readonly Experience[]>;
  /** Counts the attempt once, however often it is called; a second call answers `already`. */
  settle(result: AttemptResult): Promise<'recorded' | 'already'>;
  /**
   * Takes a success back and counts it as a failure, because the failure returned. Once, however often it is called;
   * `already` also for an attempt that never counted as a success.
   */
  reverse(credit: AttemptResult): Promise<'reversed' | 'already'>;
  /** Counts how long an incident's failure lasted untouched; once for each incident. */
  observeWait(observed: ObservedWait): Promise<'recorded' | 'already'>;
  /** Every observed wait of failures of this type. */
  waits(failureType: string): Promise<WaitCounts>;
}
