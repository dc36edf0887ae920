/**
 * Whether an attempt may start, and what is recorded before it: the group's lease, the service's attempt log, the
 * account and the attempt, decided together from one reading. Pure, so that every store gives the same answer. A store
 * writes all of it or nothing, and only if what it read is unchanged.
 */
import type { ReservationRequest, ReservationResult } from './requests.ts';
import type { AttemptStatus } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import { admitToAccount, type Account } from './account.ts';
import { admit, type AttemptLog, type LoggedAttempt } from './attempts-window.ts';
import { acquire, isHeldBy, type Lease } from './lease.ts';
import { serviceHold } from './service-limits.ts';

/** The record of a reserved attempt. */
export interface ReservedAttempt {
  readonly fence: number;
  readonly status: AttemptStatus;
}

/** What the store holds, read at one time. */
export interface LimitsReading {
  readonly lease?: Lease;
  readonly log: AttemptLog;
  readonly account: Account;
  /** Of the groups in the account's slots. */
  readonly leases: ReadonlyMap<string, Lease>;
  readonly attempt?: ReservedAttempt;
}

/** Written all or nothing. */
export interface Reserved {
  readonly lease: Lease;
  readonly log: AttemptLog;
  readonly account: Account;
  readonly attempt: ReservedAttempt;
}

export type ReservationDecision =
  /** Nothing to write: refused, or granted already. */
  | { readonly kind: 'answer'; readonly result: ReservationResult }
  /** Granted once all of this is written. */
  | ({ readonly kind: 'write' } & Reserved);

/**
 * Decides a reservation. Limits that do not pass soon come first: waiting for the group is useless when no attempt is
 * left. A granted reservation stands for its remedy; another remedy is decided anew.
 */
export function decideReservation(reading: LimitsReading, request: ReservationRequest): ReservationDecision {
  if (reading.attempt !== undefined && reading.attempt.status !== 'pending') {
    const detail = `attempt ${request.attempt} was already ${reading.attempt.status}`;
    return denied({ reason: 'already-tried', detail });
  }
  const log = reading.log.filter((entry) => !isOwn(entry, request) || entry.remedy === request.remedy);
  const same = log.some((entry) => isOwn(entry, request));
  const claim = { incidentId: request.incidentId, fence: reading.attempt?.fence ?? 0 };
  if (same && reading.lease !== undefined && isHeldBy(reading.lease, claim, request.now)) {
    return { kind: 'answer', result: { kind: 'granted', fence: reading.lease.fence, until: reading.lease.until } };
  }
  const attempts = admit(log, { ...request, attemptId: attemptId(request) });
  if (attempts.kind === 'denied') return denied(attempts.hold);
  // An attempt in the log was admitted when it was written there.
  const tooMuch = same ? undefined : serviceHold(log, { ...request, policy: request.bounds.service });
  if (tooMuch !== undefined) return denied(tooMuch);
  const lease = acquire(reading.lease, request.incidentId, request.now);
  if (lease.kind === 'busy') {
    const detail = `${request.group} is being healed by incident ${lease.holder}`;
    return denied({ reason: 'group-busy', detail, until: lease.until });
  }
  const { services, account: policy } = request.bounds;
  const account = admitToAccount(reading.account, reading.leases, { ...request, services, policy });
  if (account.kind === 'denied') return denied(account.hold);
  return {
    kind: 'write',
    lease: lease.lease,
    log: attempts.log,
    account: account.account,
    attempt: { fence: lease.lease.fence, status: 'pending' },
  };
}

/** Name of an attempt in logs. */
export function attemptId({ incidentId, attempt }: { readonly incidentId: string; readonly attempt: number }): string {
  return `${incidentId}#${attempt}`;
}

function isOwn(entry: LoggedAttempt, request: ReservationRequest): boolean {
  return entry.attemptId === attemptId(request);
}

function denied(hold: Hold): ReservationDecision {
  return { kind: 'answer', result: { kind: 'denied', hold } };
}
