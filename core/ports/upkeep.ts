/**
 * The ports of the healer's own upkeep: the state of its executions and how to start one, the turn of the sweep, and
 * the mark of the heartbeat. Times are ms since the epoch.
 */
import { time, shape, flag, text, optional, type Shaped } from '../shape.ts';

export type ExecutionState =
  | { readonly kind: 'running' }
  | { readonly kind: 'ended'; readonly status: string; readonly at: number }
  /** Step Functions does not know it (any more): it ended 90 days ago or earlier, or never existed. */
  | { readonly kind: 'unknown' };

/** Executions of the healer's own state machine. */
export interface Executions {
  state(executionArn: string): Promise<ExecutionState>;
  /** Starts an execution of that name once: `already` when one ran within 90 days. */
  start(name: string, event: unknown): Promise<'started' | 'already'>;
}

export const SweepRecord = shape({
  /** When it ended, ms since the epoch. */
  at: time,
  /** No incident was open, no alarm red, no leftover due. */
  calm: flag,
  /** The service that the next sweep begins with, if time was up; absent when all were checked. */
  next: optional(text),
});
export type SweepRecord = Shaped<typeof SweepRecord>;

/** The end of the last sweep, and the turn of the next. */
export interface Sweeps {
  last(): Promise<SweepRecord | undefined>;
  /** Takes the turn until then, ms since the epoch; false while another sweep has it. */
  begin(now: number, until: number): Promise<boolean>;
  /** Records the end and releases the turn. */
  end(record: SweepRecord): Promise<void>;
}

/** The mark that the scheduled heartbeat leaves in the table, so that the next stage sees that it came through. */
export interface Heartbeat {
  leave(at: number): Promise<void>;
  /** When it was last left, ms since the epoch. */
  left(): Promise<number | undefined>;
}
