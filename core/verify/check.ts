/** One check of verification and its result. `judge.ts` makes the verdict from all checks. */
export interface Check {
  readonly state: 'good' | 'bad' | 'worse' | 'unknown';
  readonly line: string;
}

/** Consecutive readings beyond the harm limit after which waiting would do harm. */
export const WORSE_PERIODS = 2;
