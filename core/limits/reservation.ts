/**
 * Whether an attempt may be made, and what has to be recorded before it is: the group's lease, the service's attempt
 * log and the attempt itself, decided together from one reading. Pure, so that every store gives the same answer; the
 * store's only duty is to write all of it, or nothing, and only onto what was read.
 */
import type { ReservationRequest, ReservationResult } from '../ports.ts';
import type { AttemptStatus, Hold } from '../vocabulary.ts';
import { admit, type AttemptLog } from './attempts-window.ts';
import { acquire, isHeldBy, type Lease } from './lease.ts';

/** What is recorded of an attempt when it is reserved. */
export interface ReservedAttempt {
  readonly fence: number;
  readonly status: AttemptStatus;
}

/** What the store knows, read at one time. */
export interface LimitsReading {
  readonly lease?: Lease;
  readonly log: AttemptLog;
  readonly attempt?: ReservedAttempt;
}

export type ReservationDecision =
  /** Nothing to write: refused, or granted before and still so. */
  | { readonly kind: 'answer'; readonly result: ReservationResult }
  /** Granted once all of this is written. */
  | { readonly kind: 'write'; readonly lease: Lease; readonly log: AttemptLog; readonly attempt: ReservedAttempt };

/** Decides a reservation. The attempt limit is asked first: waiting for the group is no use when there is none left. */
export function decideReservation(reading: LimitsReading, request: ReservationRequest): ReservationDecision {
  if (reading.attempt !== undefined && reading.attempt.status !== 'pending') {
    const detail = `attempt ${request.attempt} was already ${reading.attempt.status}`;
    return denied({ reason: 'already-tried', detail });
  }
  const claim = { incidentId: request.incidentId, fence: reading.attempt?.fence ?? 0 };
  if (reading.lease !== undefined && isHeldBy(reading.lease, claim, request.now)) {
    return { kind: 'answer', result: { kind: 'granted', fence: reading.lease.fence, until: reading.lease.until } };
  }
  const attempts = admit(reading.log, { ...request, attemptId: `${request.incidentId}#${request.attempt}` });
  if (attempts.kind === 'denied') return denied(attempts.hold);
  const lease = acquire(reading.lease, request.incidentId, request.now);
  if (lease.kind === 'busy') {
    const detail = `${request.group} is being healed by incident ${lease.holder}`;
    return denied({ reason: 'group-busy', detail, until: lease.until });
  }
  return {
    kind: 'write',
    lease: lease.lease,
    log: attempts.log,
    attempt: { fence: lease.lease.fence, status: 'pending' },
  };
}

function denied(hold: Hold): ReservationDecision {
  return { kind: 'answer', result: { kind: 'denied', hold } };
}
