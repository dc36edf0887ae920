/**
 * What one Lambda has read since its last change of the world: whether that allowed the change is judged from this, by
 * rules of the harness's own, and not by what the healer made of it.
 */
import type { ActionKind } from '../../../core/vocabulary.ts';
import type { Move } from '../../../core/incident/journal.ts';

export interface Evidence {
  /** Whether the last reading of the override allowed acting. */
  readonly override?: boolean;
  /** What people answered, as it was read with the override; absent where it was not asked for. */
  readonly answer?: 'yes' | 'no answer' | 'no' | 'unreadable';
  /** Whether people asked to undo, as it was read with the override; absent where it was not asked for. */
  readonly undo?: boolean;
  /** Whether the requests that failed and those that were served say that the error budget is spent. */
  readonly budgetSpent?: boolean;
  /** Remedies that memory says made things worse too often, whatever else was seen. */
  readonly harmful?: readonly ActionKind[];
  /** Whether a change calendar was closed. */
  readonly calendarClosed?: boolean;
  /** What the store said of the lease when it was renewed last: whether it was this incident's. */
  readonly fence?: { readonly held: boolean; readonly fence: number; readonly at: number };
  /** The alarms of the incident as they were read last. */
  readonly alarms?: 'red' | 'clear' | 'neither';
  /** Whether ECS said that a deployment is being rolled out. */
  readonly deploying?: boolean;
  /** What was desired when ECS was asked. */
  readonly desired?: number;
  /** From when the oldest of what ECS said is, ms. */
  readonly observedAt?: number;
  /** Tasks of which ECS said that nothing protects them; absent when it was not asked. */
  readonly free?: readonly string[];
  /** Addresses that some target group had registered; absent when the load balancer was not asked. */
  readonly registered?: readonly string[];
  /** The toggle's value as it was read last; absent when it could not be read. */
  readonly toggle?: string | undefined;
  /** Whether another incident of the service was open. */
  readonly otherOpen?: boolean;
  /** The incident that was loaded last. */
  readonly loaded?: string;
  /** The last move that was journalled. */
  readonly journalled?: Move;
}
