/**
 * What every guard of the way back is asked about: the facts, what runs, and the two runs the question is between. A
 * guard answers with every named reason that forbids it; none means that this guard allows it.
 */
import type { Facts, Releases, Running } from '../../../facts/facts.ts';
import type { Hold } from '../../../holds/hold.ts';
import type { Run } from './runs.ts';

export interface RollbackCase {
  readonly facts: Facts;
  readonly running: Running;
  readonly releases: Releases;
  /** The current run first; empty when what runs is in no record. */
  readonly runs: readonly Run[];
  /** What runs, and what ran before it. */
  readonly current: Run | undefined;
  readonly target: Run | undefined;
}

export type Guard = (way: RollbackCase) => readonly Hold[];

/** A duration as a person says it. */
export function minutes(milliseconds: number): string {
  const count = Math.max(0, Math.round(milliseconds / 60_000));
  if (count < 120) return `${count} min`;
  return count < 48 * 60 ? `${Math.round(count / 60)} h` : `${Math.round(count / 1_440)} days`;
}
