/**
 * The `Limits` port over the table. The rules are in `core/limits`; this file makes them hold under concurrency. It reads
 * everything, decides, and writes in one transaction onto exactly what it read.
 */
import { atWork, witnessOf, type Slot } from '../../core/limits/account.ts';
import type { AttemptLog } from '../../core/limits/attempts-window.ts';
import { leaseEnd, type Lease } from '../../core/limits/lease.ts';
import {
  decideReservation,
  type LimitsReading,
  type ReservationDecision,
  type ReservedAttempt,
} from '../../core/limits/reservation.ts';
import type { Limits } from '../../core/ports/limits.ts';
import type { ReservationRequest, ReservationResult } from '../../core/limits/requests.ts';
import { STORED_LOG } from '../../core/stored/stored-types.ts';
import { ATTEMPT_STATUSES } from '../../core/vocabulary.ts';
import { accountWrite, lookAfterStorm, readAccount, readFleet, reportOutcome, tellStorm } from './dynamo-account.ts';
import { fromJson, numberOf, textOf, toJson, type Item } from './dynamo-item.ts';
import { incidentExpiry, keys } from './dynamo-keys.ts';
import { getItem, pause, updateItem, writeAll, type Table, type Write } from './dynamo-table.ts';

/**
 * Rounds of reading and writing before a reservation is refused: after five lost rounds the account has many competing
 * heals.
 */
const ROUNDS_MAX = 5;

export function dynamoLimits(table: Table): Limits {
  return {
    async reserve(request) {
      for (let round = 0; round < ROUNDS_MAX; round += 1) {
        if (round > 0) await pause();
        const result = await tryReserve(table, request);
        if (result !== undefined) return result;
      }
      const detail = `others changed the limits of ${request.service} ${ROUNDS_MAX} times while they were read`;
      return { kind: 'denied', hold: { reason: 'limits-unreadable', detail } };
    },
    async fleet(request) {
      const [fleet, window] = await Promise.all([
        readFleet(table, request),
        getItem(table, keys.window(request.service)),
      ]);
      const { account } = fleet;
      const leases = await readLeases(table, account.slots);
      return { ...fleet, account: atWork(account, leases, request.now), log: logOf(window) };
    },
    storm: async () => (await readAccount(table)).account.storm,
    stormWitness: async (since) => witnessOf((await readAccount(table)).account, since),
    afterStorm: (request) => lookAfterStorm(table, request),
    stormTold: (since) => tellStorm(table, since),
    report: (outcome, policy) => reportOutcome(table, outcome, policy),
    async renew(claim, now) {
      const until = leaseEnd(now);
      const ours = await updateLease(table, claim, { until, onlyAfter: now });
      return ours ? { until } : undefined;
    },
    async release(claim) {
      // Zero is before every clock. The item stays because it holds the fence.
      await updateLease(table, claim, { until: 0 });
    },
  };
}

/** One round; undefined when another execution wrote between read and write. */
async function tryReserve(table: Table, request: ReservationRequest): Promise<ReservationResult | undefined> {
  const stored = await readLimits(table, request);
  const decision = decideReservation(stored.reading, request);
  if (decision.kind === 'answer') return decision.result;
  const outcome = await writeAll(table, [
    leaseWrite(request, stored.reading.lease, decision.lease),
    windowWrite(request, stored.windowRevision, decision.log),
    accountWrite(decision.account, stored.accountRevision),
    attemptWrite(request, stored.reading.attempt, decision),
  ]);
  if (outcome.kind === 'refused') return undefined;
  return { kind: 'granted', fence: decision.lease.fence, until: decision.lease.until };
}

interface StoredLimits {
  readonly reading: LimitsReading;
  readonly windowRevision: number;
  readonly accountRevision: number;
}

async function readLimits(table: Table, request: ReservationRequest): Promise<StoredLimits> {
  const [stored, window, attempt, own] = await Promise.all([
    readAccount(table),
    getItem(table, keys.window(request.service)),
    getItem(table, keys.attempt(request.incidentId, request.attempt)),
    readLease(table, request.group),
  ]);
  const others = stored.account.slots.filter(({ group }) => group !== request.group);
  const leases = new Map([...own, ...(await readLeases(table, others))]);
  const lease = leases.get(request.group);
  return {
    reading: {
      ...(lease !== undefined && { lease }),
      log: logOf(window),
      account: stored.account,
      leases,
      ...(attempt !== undefined && { attempt: attemptOf(attempt) }),
    },
    windowRevision: window === undefined ? 0 : numberOf(window, 'revision'),
    accountRevision: stored.revision,
  };
}

/** The leases of these groups: at most as many as the services healed at the same time. */
async function readLeases(table: Table, slots: readonly Slot[]): Promise<ReadonlyMap<string, Lease>> {
  const groups = new Set(slots.map(({ group }) => group));
  const found = await Promise.all([...groups].map((group) => readLease(table, group)));
  return new Map(found.flat());
}

async function readLease(table: Table, group: string): Promise<readonly (readonly [string, Lease])[]> {
  const item = await getItem(table, keys.lease(group));
  return item === undefined ? [] : [[group, leaseOf(item)]];
}

function logOf(window: Item | undefined): AttemptLog {
  return window === undefined ? [] : fromJson(window, 'log', STORED_LOG);
}

function leaseOf(item: Item): Lease {
  return { holder: textOf(item, 'holder'), fence: numberOf(item, 'fence'), until: numberOf(item, 'until') };
}

function attemptOf(item: Item): ReservedAttempt {
  const stored = textOf(item, 'status');
  // An unknown status is not pending, so it refuses.
  const status = ATTEMPT_STATUSES.find((known) => known === stored) ?? 'censored';
  return { fence: numberOf(item, 'fence'), status };
}

function leaseWrite(request: ReservationRequest, before: Lease | undefined, after: Lease): Write {
  const write = { key: keys.lease(request.group), put: { ...after } };
  if (before === undefined) return { ...write, condition: 'attribute_not_exists(pk)' };
  return {
    ...write,
    condition: '#holder = :holder AND #fence = :fence AND #until = :until',
    names: ['holder', 'fence', 'until'],
    values: { ...before },
  };
}

function windowWrite(request: ReservationRequest, revision: number, log: AttemptLog): Write {
  const key = keys.window(request.service);
  const put = { log: toJson('The attempt log', log, STORED_LOG), revision: revision + 1 };
  if (revision === 0) return { key, put, condition: 'attribute_not_exists(pk)' };
  return { key, put, condition: '#revision = :revision', names: ['revision'], values: { revision } };
}

function attemptWrite(
  request: ReservationRequest,
  before: ReservedAttempt | undefined,
  { attempt, lease }: Extract<ReservationDecision, { kind: 'write' }>,
): Write {
  const { incidentId, service, group, failureType, remedy } = request;
  const write = {
    key: keys.attempt(incidentId, request.attempt),
    put: {
      incidentId,
      attempt: request.attempt,
      service,
      group,
      failureType,
      remedy,
      status: attempt.status,
      fence: lease.fence,
      reservedAt: request.now,
      ttl: incidentExpiry(request.now),
    },
  };
  if (before === undefined) return { ...write, condition: 'attribute_not_exists(pk)' };
  return { ...write, condition: '#status = :status', names: ['status'], values: { status: before.status } };
}

/** Sets the end of the lease if the claim holds it; otherwise returns false. */
function updateLease(
  table: Table,
  claim: Parameters<Limits['release']>[0],
  change: { readonly until: number; readonly onlyAfter?: number },
): Promise<boolean> {
  const { until, onlyAfter } = change;
  const { fence } = claim;
  const ours = fence === undefined ? '#holder = :holder' : '#holder = :holder AND #fence = :fence';
  return updateItem(table, {
    key: keys.lease(claim.group),
    update: 'SET #until = :until',
    condition: onlyAfter === undefined ? ours : `${ours} AND #until > :now`,
    names: ['holder', 'until', ...(fence === undefined ? [] : ['fence'])],
    values: {
      holder: claim.incidentId,
      until,
      ...(fence !== undefined && { fence }),
      ...(onlyAfter !== undefined && { now: onlyAfter }),
    },
  });
}
