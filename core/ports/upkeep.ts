/**
 * What looking after the healer itself needs of the world, in the manner of the other ports: how its executions ended and how to
 * start one, whose turn it is to sweep, and the mark the canary leaves. Times are ms since the epoch.
 */

export type ExecutionState =
  | { readonly kind: 'running' }
  | { readonly kind: 'ended'; readonly status: string; readonly at: number }
  /** Step Functions does not know it (any more): it ended 90 days ago at the latest, or never was. */
  | { readonly kind: 'unknown' };

/** Executions of the healer's own state machine. */
export interface Executions {
  state(executionArn: string): Promise<ExecutionState>;
  /** Starts one of that name, once: `already` when there was one, running or ended, within 90 days. */
  start(name: string, event: unknown): Promise<'started' | 'already'>;
}

export interface SweepRecord {
  /** When it ended, ms since the epoch. */
  readonly at: number;
  /** Nothing was open, red or left over. */
  readonly calm: boolean;
  /** The service the next one begins with, where time was up; absent when all were looked at. */
  readonly next?: string;
}

/** How the last sweep ended, and whose turn it is. */
export interface Sweeps {
  last(): Promise<SweepRecord | undefined>;
  /** Takes the turn until then, ms since the epoch; false while another sweep has it. */
  begin(now: number, until: number): Promise<boolean>;
  /** Records how it ended and gives the turn back. */
  end(record: SweepRecord): Promise<void>;
}

/** What the scheduled signal leaves in the table on its way, so that the next stage sees that it came through. */
export interface Canary {
  leave(at: number): Promise<void>;
  /** When it was left last, ms since the epoch. */
  left(): Promise<number | undefined>;
}
