/**
 * The rules of a group's lease: at most one incident acts on a group, and every new holder gets a higher fence, so that
 * a holder that was asleep is recognised. Pure: the adapters store leases conditionally, and have no rules of their
 * own.
 */
import { time, shape, text, number, type Shaped } from '../shape.ts';

/**
 * How long a lease lasts without a renewal: a crashed heal blocks its group for a quarter of an hour. Every stage
 * renews it, and `withinLease` keeps the holder's waits below `HOLDER_WAIT_SECONDS_MAX`.
 */
export const LEASE_SECONDS = 900;

/** Longest wait while the lease is held: two renewals may fail before it is lost. */
export const HOLDER_WAIT_SECONDS_MAX = LEASE_SECONDS / 3;

/**
 * How long an expired lease is still left alone. Lambdas compare it with their own clocks, which AWS keeps within a
 * second; 30 s also cover a call that was sent just before the end.
 */
export const CLOCK_SKEW_SECONDS = 30;

/** The stored lease of a group. It is never deleted, because the fence must only grow. */
export const Lease = shape({
  /** The incident that may act. It stays after a release, as a record; `until` says whether it counts. */
  holder: text,
  /** Grows by one with every change of holder. */
  fence: number,
  /** End of the right to act, ms since the epoch; 0 when released. */
  until: time,
});
export type Lease = Shaped<typeof Lease>;

export type LeaseAnswer =
  | { readonly kind: 'granted'; readonly lease: Lease }
  /** `until` is the earliest time at which another incident may have it, ms since the epoch. */
  | { readonly kind: 'busy'; readonly holder: string; readonly until: number };

/**
 * Asks for the lease. A holder keeps its fence and is extended, also after a lapse in which no other took it. After a
 * release every incident counts as a new holder, the former one too.
 */
export function acquire(lease: Lease | undefined, incidentId: string, now: number): LeaseAnswer {
  const until = leaseEnd(now);
  if (lease === undefined) return { kind: 'granted', lease: { holder: incidentId, fence: 1, until } };
  const released = lease.until === 0;
  if (!released && lease.holder === incidentId) {
    return { kind: 'granted', lease: { ...lease, until } };
  }
  const free = lease.until + CLOCK_SKEW_SECONDS * 1000;
  if (!released && now < free) return { kind: 'busy', holder: lease.holder, until: free };
  return { kind: 'granted', lease: { holder: incidentId, fence: lease.fence + 1, until } };
}

/** When a lease given or renewed at `now` ends; both in ms since the epoch. */
export function leaseEnd(now: number): number {
  return now + LEASE_SECONDS * 1000;
}

/** Whether this incident, with this fence, may act at `now` (ms since the epoch). */
export function isHeldBy(lease: Lease | undefined, claim: { incidentId: string; fence: number }, now: number): boolean {
  return lease !== undefined && isOf(lease, claim) && lease.until > now;
}

/** The lease extended; undefined when this incident has lost it, or it has run out: then it must not act. */
export function renewed(
  lease: Lease | undefined,
  claim: { incidentId: string; fence: number },
  now: number,
): Lease | undefined {
  if (lease === undefined || !isHeldBy(lease, claim, now)) return undefined;
  return { ...lease, until: leaseEnd(now) };
}

/** The lease released with its fence; undefined when this incident does not hold it. */
export function released(
  lease: Lease | undefined,
  claim: { incidentId: string; fence?: number | undefined },
): Lease | undefined {
  return lease !== undefined && isOf(lease, claim) ? { ...lease, until: 0 } : undefined;
}

function isOf(lease: Lease, claim: { incidentId: string; fence?: number | undefined }): boolean {
  return lease.holder === claim.incidentId && (claim.fence === undefined || lease.fence === claim.fence);
}
