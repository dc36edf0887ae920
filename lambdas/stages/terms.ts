/**
 * The conditions under which an action goes on; stage Act asks them. A heal holds the lease of its group and stops when
 * it loses it. Aftercare has no lease and waits for heals that are at work.
 */
import type { Hold } from '../../core/holds/hold.ts';
import type { Journal } from '../../core/incident/journal.ts';
import type { Ports } from '../../core/ports/ports.ts';
import type { Observation, Remedy } from '../../core/remedies/remedy.ts';
import type { StepInput } from '../../core/transitions/inputs.ts';
import type { Loaded, StageWorld } from './stage.ts';

export type ActWorld = StageWorld & Pick<Ports, 'metrics' | 'services' | 'toggles' | 'override' | 'limits'>;

export interface Acting extends Loaded {
  readonly remedy: Remedy;
  readonly operation: 'apply' | 'undo';
}

export interface Terms {
  /** Why nothing may be done, not even waiting for a move; empty when nothing forbids it. */
  readonly forbidden: (world: ActWorld, acting: Acting) => Promise<readonly Hold[]>;
  /** What the remedy must know besides the state of the service. */
  readonly known: (world: ActWorld, acting: Acting) => Promise<Pick<Observation, 'leftover' | 'requests'>>;
  /** Holds because of other heals, asked right before a move. */
  readonly beforeMove: (world: ActWorld, acting: Acting) => Promise<readonly Hold[]>;
  /** Holds because of other heals that may explain why the remedy gives up. */
  readonly beforeGivingUp: (world: ActWorld, acting: Acting) => Promise<readonly Hold[]>;
  /** What the stage reports when a move is held: it waits, or it is refused. */
  readonly held: (holds: readonly Hold[], acting: Acting, journal: Journal, now: number) => StepInput;
}
