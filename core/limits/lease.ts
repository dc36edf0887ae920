/**
 * The rules of the lease on a group of services: at most one incident acts on a group, and every new holder gets a
 * higher fence, so that a holder that was asleep can be told from the present one. Pure: storing the lease, and doing
 * so conditionally, is the adapters' work; they must not have rules of their own.
 */

/**
 * How long a lease lasts unless it is renewed: short enough that a crashed heal blocks its group a quarter of an hour.
 * Every stage renews it, and `withinLease` makes no wait of its holder longer than `HOLDER_WAIT_SECONDS_MAX`.
 */
export const LEASE_SECONDS = 900;

/** Longest wait while the lease is held: two renewals may fail before it is lost. */
export const HOLDER_WAIT_SECONDS_MAX = LEASE_SECONDS / 3;

/**
 * How long an expired lease is still left alone. Lambdas compare it with their own clocks, which AWS keeps within a
 * second; 30 s leaves room for a call that was sent just before the lease expired.
 */
export const CLOCK_SKEW_SECONDS = 30;

/** State of the lease of a group, as stored. It is never deleted, because the fence must only grow. */
export interface Lease {
  /** The incident that may act. It stays after a release, for the record; `until` says whether it counts. */
  readonly holder: string;
  /** Grows by one with every change of holder. */
  readonly fence: number;
  /** End of the right to act, ms since the epoch; 0 when released. */
  readonly until: number;
}

export type LeaseAnswer =
  | { readonly kind: 'granted'; readonly lease: Lease }
  /** `until` is when another may have it at the earliest, ms since the epoch. */
  | { readonly kind: 'busy'; readonly holder: string; readonly until: number };

/**
 * Asks for the lease. The holder keeps its fence and is extended, also when the lease lapsed and nobody took it; after
 * a release everybody, the former holder included, is a new holder.
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

/** The lease extended; undefined when it is not this incident's any more, or has run out: then nothing may be done. */
export function renewed(
  lease: Lease | undefined,
  claim: { incidentId: string; fence: number },
  now: number,
): Lease | undefined {
  if (lease === undefined || !isHeldBy(lease, claim, now)) return undefined;
  return { ...lease, until: leaseEnd(now) };
}

/** The lease given back, its fence kept; undefined when it is not this incident's, so that there is nothing to give. */
export function released(
  lease: Lease | undefined,
  claim: { incidentId: string; fence?: number | undefined },
): Lease | undefined {
  return lease !== undefined && isOf(lease, claim) ? { ...lease, until: 0 } : undefined;
}

function isOf(lease: Lease, claim: { incidentId: string; fence?: number | undefined }): boolean {
  return lease.holder === claim.incidentId && (claim.fence === undefined || lease.fence === claim.fence);
}
