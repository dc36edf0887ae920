/**
 * Everything the healer needs from the world, as small asynchronous interfaces: read this first. The Lambdas implement
 * them with AWS, tests and simulator in memory; one contract suite runs against both. `core/world/` has what they read.
 */
import type { Clock } from './clock.ts';
import type { Metrics } from './metrics.ts';
import type { Services } from './services.ts';
import type { Toggles } from './toggles.ts';
import type { Calendars } from './calendars.ts';
import type { Override } from './override.ts';
import type { Memory } from './memory.ts';
import type { Notifier } from './notifier.ts';
import type { Limits } from './limits.ts';
import type { Ledger } from './ledger.ts';
import type { Heartbeat, Executions, Sweeps } from './upkeep.ts';

export interface Ports {
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly services: Services;
  readonly toggles: Toggles;
  readonly override: Override;
  readonly calendars: Calendars;
  readonly memory: Memory;
  readonly limits: Limits;
  readonly ledger: Ledger;
  readonly notifier: Notifier;
  readonly executions: Executions;
  readonly sweeps: Sweeps;
  readonly heartbeat: Heartbeat;
}
