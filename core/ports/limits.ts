/**
 * The port of the limits: who may act and how often, and who else is failing. Times are ms since the epoch; failures are
 * those of `errors.ts`.
 */
import type {
  ReservationRequest,
  ReservationResult,
  LeaseClaim,
  FleetRequest,
  FleetReading,
} from '../limits/requests.ts';
import type { AttemptOutcome } from '../limits/breaker.ts';
import type { AccountPolicy } from '../limits/policy.ts';
import type { Storm } from '../limits/storm.ts';

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
