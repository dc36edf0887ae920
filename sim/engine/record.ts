/**
 * What is written down of a run: enough to measure it, to check it, and to tell two runs apart. Minutes since the start.
 */
import type { Outcome } from '../../core/vocabulary.ts';
import type { Result } from '../policies/policy.ts';
import type { Fault } from '../world/faults.ts';
import type { Remedy } from '../world/remedies.ts';

export interface AttemptRecord {
  readonly remedy: Remedy;
  readonly startedAt: number;
  readonly verifiedAt: number;
  readonly status: Result['status'];
  readonly harmful: boolean;
  /** Whether it ended the failure. */
  readonly cured: boolean;
  /** Whether the failure would have been over by then without it. */
  readonly unneeded: boolean;
}

/** One incident; a fault that returns has several. */
export interface IncidentRecord {
  readonly openedAt: number;
  readonly closedAt: number;
  readonly outcome: Outcome;
  readonly attempts: readonly AttemptRecord[];
}

export interface FaultRecord {
  readonly fault: Fault;
  readonly incidents: readonly IncidentRecord[];
  readonly downtimeMinutes: number;
  /** As users would weigh it: critical services more, batch less. */
  readonly disruptionMinutes: number;
  readonly pages: number;
  readonly relapses: number;
}

/** One policy in one world. */
export interface RunRecord {
  readonly seed: number;
  readonly policy: string;
  readonly style: 'bounded' | 'unbounded';
  /** In the order of the faults. */
  readonly faults: readonly FaultRecord[];
  /** Everything a policy was told, in that order; `reversed` when the credit of an earlier success was taken back. */
  readonly told: readonly { readonly kind: 'settled' | 'reversed'; readonly result: Result }[];
}

export function attemptsOf({ incidents }: FaultRecord): readonly AttemptRecord[] {
  return incidents.flatMap(({ attempts }) => attempts);
}
