/**
 * The port of the limits: who may act and how often, and who else is failing. Times are ms since the epoch; failures are
 * those of `ports.ts`.
 */
import type { Account } from './limits/account.ts';
import type { AttemptLog } from './limits/attempts-window.ts';
import type { AttemptOutcome } from './limits/breaker.ts';
import type { AccountPolicy, ServicePolicy } from './limits/policy.ts';
import type { SickService, Storm, StormLevel } from './limits/storm.ts';
import type { ActionKind } from './vocabulary.ts';
import type { Hold } from './holds/hold.ts';

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

export interface Limits {
  /**
   * Lease, attempt window, account and attempt record in one conditional write; asking again for the same attempt gives
   * the same answer. With another remedy all limits are asked again, and what was recorded of the first one is replaced.
   */
  reserve(request: ReservationRequest): Promise<ReservationResult>;
  /** Reads who is failing and what is left of the limits; a storm that this shows to begin, grow or end is recorded. */
  fleet(request: FleetRequest): Promise<FleetReading>;
  /** The storm that is on record; undefined when there is none. */
  storm(): Promise<Storm | undefined>;
  /** The incident that tells people of the storm of that name; undefined once people know that it is over. */
  stormWitness(since: number): Promise<string | undefined>;
  /**
   * Looks whether the storm on record is over, on behalf of no incident, so that none is declared.
   * @returns the storm there is and who fails in it, and the one that ended and that people were not told of
   */
  afterStorm(request: Omit<FleetRequest, 'incidentId' | 'service'>): Promise<Omit<FleetReading, 'log'>>;
  /** People know that the storm that began then is over. Safe to repeat. */
  stormTold(since: number): Promise<void>;
  /** Tells the account what came of an attempt, once however often it is called. */
  report(outcome: AttemptOutcome, policy: AccountPolicy): Promise<'recorded' | 'already'>;
  /** Extends the lease if it is still ours at `now`; undefined when it is not: then nothing may be done. */
  renew(claim: LeaseClaim, now: number): Promise<{ readonly until: number } | undefined>;
  /**
   * Frees the lease if it is ours; otherwise nothing. The fence survives. Without a fence, whatever the incident holds:
   * for one whose reservation was never recorded.
   */
  release(claim: Omit<LeaseClaim, 'fence'> & Partial<Pick<LeaseClaim, 'fence'>>): Promise<void>;
}
