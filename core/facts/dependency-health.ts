/** Recorded health of a dependency of the failing service. */
import type { HealthState } from '../vocabulary.ts';

export interface DependencyHealth {
  readonly service: string;
  readonly health: HealthState;
  /** Whether it has an open incident or a red alarm: its health state may be older than the failure. */
  readonly failing: boolean;
  /** When it was last healed, ms since the epoch; absent for never. */
  readonly healedAt?: number;
  /** Its load, 0-1; read only while several services fail, and where a metric measures it. */
  readonly utilisation?: number;
  /** Why the load could not be read; absent where it was read, or no metric measures it. */
  readonly utilisationUnread?: string;
  /** Registered services that call it, this one included. */
  readonly callers?: number;
}
