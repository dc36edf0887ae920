/**
 * The input of every guard of a rollback: the facts, what runs, and the two runs that the rollback is between. A guard
 * answers with every hold that forbids it, and with none to allow it.
 */
import type { Facts, Releases, Running } from '../../../facts/facts.ts';
import type { Hold } from '../../../holds/hold.ts';
import type { Run } from './runs.ts';

export interface RollbackCase {
  readonly facts: Facts;
  readonly running: Running;
  readonly releases: Releases;
  /** The present run first; empty when no record has what runs. */
  readonly runs: readonly Run[];
  /** What runs, and what ran before it. */
  readonly current: Run | undefined;
  readonly target: Run | undefined;
}

export type Guard = (way: RollbackCase) => readonly Hold[];

/** A duration in words. */
export function minutes(milliseconds: number): string {
  const count = Math.max(0, Math.round(milliseconds / 60_000));
  if (count < 120) return `${count} min`;
  return count < 48 * 60 ? `${Math.round(count / 60)} h` : `${Math.round(count / 1_440)} days`;
}
