/**
 * What is asked of the limits, and what they answer. Times are ms since the epoch.
 */
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
  /** The worst storm in which this attempt was found to be right. */
  readonly stormLevelMax: StormLevel;
  readonly bounds: Bounds;
  readonly now: number;
}

/** By which numbers a service is limited, and how many services there are. */
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
  /** On whose behalf it is looked: whoever sees a storm first tells people. */
  readonly incidentId: string;
  readonly service: string;
  readonly bounds: Bounds;
  readonly now: number;
}

/** What limits a service beyond itself, as it is now. */
export interface FleetReading {
  /** Services that count as failing, this one included. */
  readonly sick: readonly SickService[];
  /** In its slots only who holds the lease of its group. */
  readonly account: Account;
  /** When an incident closed last, of any service and however it ended; absent where none is on record. */
  readonly lastClosedAt?: number | undefined;
  /** Attempts at this service. */
  readonly log: AttemptLog;
}
