/**
 * Whether an attempt may be made, and what has to be recorded before it is: the group's lease, the service's attempt
 * log, the account and the attempt itself, decided together from one reading. Pure, so that every store gives the same
 * answer; the store's only duty is to write all of it, or nothing, and only onto what was read.
 */
import type { ReservationRequest, ReservationResult } from './requests.ts';
import type { AttemptStatus } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import { admitToAccount, type Account } from './account.ts';
import { admit, type AttemptLog, type LoggedAttempt } from './attempts-window.ts';
import { acquire, isHeldBy, type Lease } from './lease.ts';
import { serviceHold } from './service-limits.ts';

/** What is recorded of an attempt when it is reserved. */
export interface ReservedAttempt {
  readonly fence: number;
  readonly status: AttemptStatus;
}

/** What the store knows, read at one time. */
export interface LimitsReading {
  readonly lease?: Lease;
  readonly log: AttemptLog;
  readonly account: Account;
  /** Of the groups in the account's slots. */
  readonly leases: ReadonlyMap<string, Lease>;
  readonly attempt?: ReservedAttempt;
}

/** What has to be written, all or nothing. */
export interface Reserved {
  readonly lease: Lease;
  readonly log: AttemptLog;
  readonly account: Account;
  readonly attempt: ReservedAttempt;
}

export type ReservationDecision =
  /** Nothing to write: refused, or granted before and still so. */
  | { readonly kind: 'answer'; readonly result: ReservationResult }
  /** Granted once all of this is written. */
  | ({ readonly kind: 'write' } & Reserved);

/**
 * Decides a reservation. What cannot pass soon is asked first: waiting for the group is no use when nothing is left. What
 * was granted before stands for the remedy it was granted for; another one is asked about as if it were the first.
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
  // One that is in the log already was admitted when it was written there.
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

/** Name of an attempt in logs: its incident and number. */
export function attemptId({ incidentId, attempt }: { readonly incidentId: string; readonly attempt: number }): string {
  return `${incidentId}#${attempt}`;
}

function isOwn(entry: LoggedAttempt, request: ReservationRequest): boolean {
  return entry.attemptId === attemptId(request);
}

function denied(hold: Hold): ReservationDecision {
  return { kind: 'answer', result: { kind: 'denied', hold } };
}
