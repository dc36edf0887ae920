/**
 * The terms under which an action goes on, asked by the stage that acts. A heal holds the lease of its group and stops when it
 * loses that; aftercare has none, and waits for those who are at work instead.
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
  /** Why nothing at all may be done, not even waiting for what was begun; empty when nothing forbids it. */
  readonly forbidden: (world: ActWorld, acting: Acting) => Promise<readonly Hold[]>;
  /** What the remedy must know beyond what it sees of the service. */
  readonly known: (world: ActWorld, acting: Acting) => Promise<Pick<Observation, 'leftover' | 'requests'>>;
  /** Others who are at work, asked right before a move. */
  readonly beforeMove: (world: ActWorld, acting: Acting) => Promise<readonly Hold[]>;
  /** Others whose work may be why the remedy gives up. */
  readonly beforeGivingUp: (world: ActWorld, acting: Acting) => Promise<readonly Hold[]>;
  /** What is reported where something stands in the way of a move: that it waits, or that it is refused. */
  readonly held: (holds: readonly Hold[], acting: Acting, journal: Journal, now: number) => StepInput;
}
