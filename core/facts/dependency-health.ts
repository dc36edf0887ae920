/** What a decision knows of a service that the failing one calls. */
import type { HealthState } from '../vocabulary.ts';

/** What is recorded of a service this one calls. */
export interface DependencyHealth {
  readonly service: string;
  readonly health: HealthState;
  /** Whether it has an open incident or a red alarm: a state of health may be older than the failure. */
  readonly failing: boolean;
  /** When it was last healed, ms since the epoch; absent where it never was. */
  readonly healedAt?: number;
  /** How busy it is, 0-1; read only while several services fail, and where something measures it. */
  readonly utilisation?: number;
  /** Why that could not be read; absent where it was, or nothing measures it. */
  readonly utilisationUnread?: string;
  /** Registered services that call it, this one included. */
  readonly callers?: number;
}
