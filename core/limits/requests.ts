/** Questions to the limits, and their answers. Times are ms since the epoch. */
import type { Account } from './account.ts';
import type { AttemptLog } from './attempts-window.ts';
import type { AccountPolicy, ServicePolicy } from './policy.ts';
import type { SickService, StormLevel } from './storm.ts';
import type { ActionKind } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';

export interface ReservationRequest {
  readonly incidentId: string;
  readonly attempt: number;
  readonly service: string;
  readonly group: string;
  readonly failureType: string;
  readonly remedy: ActionKind;
  readonly attemptsMax: number;
  readonly windowMinutes: number;
  /** The worst storm in which this attempt is allowed. */
  readonly stormLevelMax: StormLevel;
  readonly bounds: Bounds;
  readonly now: number;
}

/** The limits, and the number of services. */
export interface Bounds {
  readonly services: number;
  readonly account: AccountPolicy;
  readonly service: ServicePolicy;
}

export type ReservationResult =
  | { readonly kind: 'granted'; readonly fence: number; readonly until: number }
  | { readonly kind: 'denied'; readonly hold: Hold };

export interface LeaseClaim {
  readonly group: string;
  readonly incidentId: string;
  readonly fence: number;
}

export interface FleetRequest {
  /** The incident that asks: if it sees a storm first, it tells people. */
  readonly incidentId: string;
  readonly service: string;
  readonly bounds: Bounds;
  readonly now: number;
}

/** The limits beyond the service itself, as of now. */
export interface FleetReading {
  /** Services that count as failing, this one included. */
  readonly sick: readonly SickService[];
  /** Its slots are only those whose lease is held. */
  readonly account: Account;
  /** When an incident of any service last closed; absent where none is recorded. */
  readonly lastClosedAt?: number | undefined;
  /** Attempts at this service. */
  readonly log: AttemptLog;
}
