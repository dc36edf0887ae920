/**
 * The `Limits` port in memory. Each call runs to its end without giving way, which is what a transaction is; the rules
 * are those of `core/limits`.
 */
import type { AttemptLog } from '../../../core/limits/attempts-window.ts';
import { released, renewed, type Lease } from '../../../core/limits/lease.ts';
import { decideReservation, type ReservedAttempt } from '../../../core/limits/reservation.ts';
import type { Limits, ReservationRequest, ReservationResult } from '../../../core/ports.ts';
import { shelf, type Shelf } from './healer-store.ts';

export interface LimitsStore {
  readonly leases: Shelf<Lease>;
  readonly windows: Shelf<AttemptLog>;
  /** By `attemptKey`. */
  readonly attempts: Shelf<ReservedAttempt>;
}

export function attemptKey(incidentId: string, attempt: number): string {
  return `${incidentId}#${attempt}`;
}

export function limitsStore(): LimitsStore {
  return { leases: shelf(), windows: shelf(), attempts: shelf() };
}

export function memoryLimits(store: LimitsStore): Limits {
  return {
    reserve: async (request) => reserve(store, request),
    async renew(claim, now) {
      const lease = renewed(store.leases.get(claim.group), claim, now);
      if (lease === undefined) return undefined;
      store.leases.put(claim.group, lease);
      return { until: lease.until };
    },
    async release(claim) {
      const lease = released(store.leases.get(claim.group), claim);
      if (lease !== undefined) store.leases.put(claim.group, lease);
    },
  };
}

function reserve(store: LimitsStore, request: ReservationRequest): ReservationResult {
  const key = attemptKey(request.incidentId, request.attempt);
  const lease = store.leases.get(request.group);
  const attempt = store.attempts.get(key);
  const reading = {
    log: store.windows.get(request.service) ?? [],
    ...(lease !== undefined && { lease }),
    ...(attempt !== undefined && { attempt }),
  };
  const decision = decideReservation(reading, request);
  if (decision.kind === 'answer') return decision.result;
  store.leases.put(request.group, decision.lease);
  store.windows.put(request.service, decision.log);
  store.attempts.put(key, decision.attempt);
  return { kind: 'granted', fence: decision.lease.fence, until: decision.lease.until };
}
