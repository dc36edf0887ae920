/**
 * What is written down of a run: enough to measure it, to check it, and to tell two runs apart. Minutes since the start.
 */
import type { HoldReason } from '../../core/holds/reasons.ts';
import type { Outcome } from '../../core/vocabulary.ts';
import type { Result } from '../policies/policy.ts';
import type { Fault } from '../world/faults.ts';
import type { Remedy } from '../world/remedies.ts';
import type { Unlimited } from './restraints.ts';

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

/** What the product held back from an incident, by its own reasons. */
export interface Withheld {
  /** Minutes that a remedy waited for each reason to pass. */
  readonly waited: Readonly<Partial<Record<HoldReason, number>>>;
  /** Why another remedy was tried than the one that was wanted, one for each time. */
  readonly instead: readonly HoldReason[];
  /** Why a person was asked in place of a remedy; absent where it ended otherwise. */
  readonly paged?: HoldReason;
}

/** One incident; a fault that returns has several. */
export interface IncidentRecord {
  readonly openedAt: number;
  readonly closedAt: number;
  readonly outcome: Outcome;
  readonly attempts: readonly AttemptRecord[];
  readonly withheld: Withheld;
  /** Its message told people of a storm. */
  readonly tellsOfStorm: boolean;
  /** The message of a storm speaks for it, so that its end has none. */
  readonly spokenFor: boolean;
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
  /** Limits that it was played without. */
  readonly unlimited: Unlimited;
  /** In the order of the faults. */
  readonly faults: readonly FaultRecord[];
  /** Everything a policy was told, in that order; `reversed` when the credit of an earlier success was taken back. */
  readonly told: readonly { readonly kind: 'settled' | 'reversed'; readonly result: Result }[];
}

export function attemptsOf({ incidents }: FaultRecord): readonly AttemptRecord[] {
  return incidents.flatMap(({ attempts }) => attempts);
}
