/** Questions to the limits, and their answers. Times are ms since the epoch. */
import { Account } from './account.ts';
import { LoggedAttempt } from './attempts-window.ts';
import { AccountPolicy, ServicePolicy } from './policy.ts';
import { SickService, type StormLevel } from './storm.ts';
import type { ActionKind } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import { optional, time, number, shape, list, type Shaped } from '../shape.ts';

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
export const Bounds = shape({
  services: number,
  account: AccountPolicy,
  service: ServicePolicy,
});
export type Bounds = Shaped<typeof Bounds>;

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
export const FleetReading = shape({
  /** Services that count as failing, this one included. */
  sick: list(SickService),
  /** Its slots are only those whose lease is held. */
  account: Account,
  /** When an incident of any service last closed; absent where none is recorded. */
  lastClosedAt: optional(time),
  /** Attempts at this service. */
  log: list(LoggedAttempt),
});
export type FleetReading = Shaped<typeof FleetReading>;
