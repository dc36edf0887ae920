/** Recorded health of a dependency of the failing service. */
import { HEALTH_STATES } from '../vocabulary.ts';
import { word, shape, flag, text, amount, optional, time, positive, type Shaped } from '../shape.ts';

export const DependencyHealth = shape({
  service: text,
  health: word(HEALTH_STATES),
  /** Whether it has an open incident or a red alarm: its health state may be older than the failure. */
  failing: flag,
  /** When it was last healed, ms since the epoch; absent for never. */
  healedAt: optional(time),
  /** Its load, 0-1; read only while several services fail, and where a metric measures it. */
  utilisation: optional(amount),
  /** Why the load could not be read; absent where it was read, or no metric measures it. */
  utilisationUnread: optional(text),
  /** Registered services that call it, this one included. */
  callers: optional(positive),
});
export type DependencyHealth = Shaped<typeof DependencyHealth>;
