/**
 * The `Limits` port in memory, for the simulator and for the tests of the stages. Each call runs to its end without giving
 * way, which is what a transaction is; the rules are those of `core/limits`.
 */
import {
  afterAttempt,
  atWork,
  FRESH_ACCOUNT,
  withStormAfter,
  withStormTold,
  witnessOf,
  type Account,
} from '../../core/limits/account.ts';
import type { AttemptLog } from '../../core/limits/attempts-window.ts';
import { released, renewed, type Lease } from '../../core/limits/lease.ts';
import { attemptId, decideReservation, type ReservedAttempt } from '../../core/limits/reservation.ts';
import { lastClosed, sickAt, type SickService } from '../../core/limits/storm.ts';
import type { FleetReading, FleetRequest, ReservationRequest, ReservationResult } from '../../core/limits/requests.ts';
import type { Limits } from '../../core/ports/limits.ts';
import { shelf, type Shelf } from './shelf.ts';

/**
 * A port whose methods return what the promises of `Port` resolve to: the simulator's virtual time passes between calls
 * and never within one.
 */
export type Synchronous<Port> = {
  readonly [Method in keyof Port]: Port[Method] extends (...asked: infer Asked) => Promise<infer Answer>
    ? (...asked: Asked) => Answer
    : never;
};

export interface LimitsStore {
  readonly leases: Shelf<Lease>;
  readonly windows: Shelf<AttemptLog>;
  /** By `attemptId`. */
  readonly attempts: Shelf<ReservedAttempt>;
  /** Under one key, `ACCOUNT`. */
  readonly account: Shelf<Account>;
  /** By service; written with the first and the last state of its incident. */
  readonly sick: Shelf<SickService>;
}

/** Key of the one account. */
export const ACCOUNT = 'account';

/** @param shelfOf makes each of its shelves; copying ones unless said otherwise */
export function limitsStore(shelfOf: <T>() => Shelf<T> = shelf): LimitsStore {
  return { leases: shelfOf(), windows: shelfOf(), attempts: shelfOf(), account: shelfOf(), sick: shelfOf() };
}

export function memoryLimits(store: LimitsStore): Synchronous<Limits> {
  const account = (): Account => store.account.get(ACCOUNT) ?? FRESH_ACCOUNT;
  return {
    reserve: (request) => reserve(store, account(), request),
    fleet: (request) => fleet(store, account(), request),
    storm: () => account().storm,
    stormWitness: (since) => witnessOf(account(), since),
    afterStorm({ bounds, now }) {
      const before = account();
      if (before.storm === undefined) return { account: before, sick: [] };
      const { account: policy, services } = bounds;
      const watch = { records: recordsOf(store), services, policy, now, incidentId: before.storm.declaredBy };
      const after = withStormAfter(before, watch);
      if (after !== before) store.account.put(ACCOUNT, after);
      return { account: after, sick: sickAt(watch.records, policy, now) };
    },
    stormTold: (since) => store.account.put(ACCOUNT, withStormTold(account(), since)),
    report(outcome, policy) {
      const before = account();
      const after = afterAttempt(before, outcome, policy);
      if (after === before) return 'already';
      store.account.put(ACCOUNT, after);
      return 'recorded';
    },
    renew(claim, now) {
      const lease = renewed(store.leases.get(claim.group), claim, now);
      if (lease === undefined) return undefined;
      store.leases.put(claim.group, lease);
      return { until: lease.until };
    },
    release(claim) {
      const lease = released(store.leases.get(claim.group), claim);
      if (lease !== undefined) store.leases.put(claim.group, lease);
    },
  };
}

function reserve(store: LimitsStore, account: Account, request: ReservationRequest): ReservationResult {
  const key = attemptId(request);
  const leases = leasesOf(store, [request.group, ...account.slots.map(({ group }) => group)]);
  const lease = leases.get(request.group);
  const attempt = store.attempts.get(key);
  const reading = {
    log: store.windows.get(request.service) ?? [],
    account,
    leases,
    ...(lease !== undefined && { lease }),
    ...(attempt !== undefined && { attempt }),
  };
  const decision = decideReservation(reading, request);
  if (decision.kind === 'answer') return decision.result;
  store.leases.put(request.group, decision.lease);
  store.windows.put(request.service, decision.log);
  store.account.put(ACCOUNT, decision.account);
  store.attempts.put(key, decision.attempt);
  return { kind: 'granted', fence: decision.lease.fence, until: decision.lease.until };
}

function leasesOf(store: LimitsStore, groups: readonly string[]): ReadonlyMap<string, Lease> {
  return new Map(
    [...new Set(groups)].flatMap((group) => {
      const stored = store.leases.get(group);
      return stored === undefined ? [] : [[group, stored] as const];
    }),
  );
}

function recordsOf({ sick }: LimitsStore): readonly SickService[] {
  return sick.keys().flatMap((service) => sick.get(service) ?? []);
}

function fleet(store: LimitsStore, account: Account, request: FleetRequest): FleetReading {
  const { account: policy, services } = request.bounds;
  const records = recordsOf(store);
  const after = withStormAfter(account, { ...request, records, services, policy });
  if (after !== account) store.account.put(ACCOUNT, after);
  const groups = after.slots.map(({ group }) => group);
  return {
    sick: sickAt(records, policy, request.now),
    account: atWork(after, leasesOf(store, groups), request.now),
    ...lastClosed(records),
    log: store.windows.get(request.service) ?? [],
  };
}
