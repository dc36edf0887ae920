/**
 * The port of the limits: which incidents may act, how often, and which services fail. Times are ms since the epoch;
 * failures are those of `errors.ts`.
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
   * Lease, attempt window, account and attempt record in one conditional write. The same attempt gets the same answer
   * again. With another remedy all limits are checked again, and the record of the first one is replaced.
   */
  reserve(request: ReservationRequest): Promise<ReservationResult>;
  /** Reads which services fail and what is left of the limits; records a storm that begins, grows or ends by this. */
  fleet(request: FleetRequest): Promise<FleetReading>;
  /** The recorded storm; undefined without one. */
  storm(): Promise<Storm | undefined>;
  /** The incident that tells people of the storm of that name; undefined once they know that it is over. */
  stormWitness(since: number): Promise<string | undefined>;
  /**
   * Checks whether the recorded storm is over. It acts for no incident, so it declares no storm.
   * @returns the storm and the services that fail in it, and a storm that ended without a message
   */
  afterStorm(request: Omit<FleetRequest, 'incidentId' | 'service'>): Promise<Omit<FleetReading, 'log'>>;
  /** Records that people were told about the end of the storm that began then. Safe to repeat. */
  stormTold(since: number): Promise<void>;
  /** Tells the account the result of an attempt; counts once, however often it is called. */
  report(outcome: AttemptOutcome, policy: AccountPolicy): Promise<'recorded' | 'already'>;
  /** Extends the lease if it is still ours at `now`; undefined when it is not: then the stage must not act. */
  renew(claim: LeaseClaim, now: number): Promise<{ readonly until: number } | undefined>;
  /**
   * Frees the lease if it is ours; the fence survives. Without a fence, frees whatever the incident holds: for an
   * incident whose reservation was never recorded.
   */
  release(claim: Omit<LeaseClaim, 'fence'> & Partial<Pick<LeaseClaim, 'fence'>>): Promise<void>;
}
