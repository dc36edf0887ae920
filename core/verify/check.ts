/**
 * One thing that verification looks at, and what it says: the unit of which a verdict is made. It must not know how
 * verdicts are made of it.
 */
export interface Check {
  readonly state: 'good' | 'bad' | 'worse' | 'unknown';
  readonly line: string;
}

/** Consecutive readings beyond what counts as worse, after which waiting on would be harm. */
export const WORSE_PERIODS = 2;
