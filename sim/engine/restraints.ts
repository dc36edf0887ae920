/**
 * What limits the healing of one run: the product's own reservations, leases, account and service records, in memory. The
 * limits of the account, or those of each service, can be left out, to see what they cost.
 */
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { Runbook } from '../../core/catalog/runbook.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { fleetSeen } from '../../core/decide/fleet-seen.ts';
import type { Fleet } from '../../core/facts/fleet.ts';
import { attemptOutcome } from '../../core/incident/attempt-outcome.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { recordAfterClose } from '../../core/aftercare/record-after.ts';
import { freshServiceRecord, withHealth, type ServiceRecord } from '../../core/incident/service-record.ts';
import { sickServiceOf } from '../../core/incident/sick-service.ts';
import type { Account } from '../../core/limits/account.ts';
import type { AttemptLog } from '../../core/limits/attempts-window.ts';
import { boundsOf } from '../../core/catalog/bounds.ts';
import type { StormLevel } from '../../core/limits/storm.ts';
import type { Bounds, ReservationRequest, ReservationResult } from '../../core/limits/requests.ts';
import { withRelapse } from '../../core/incident/relapse.ts';
import type { ActionKind } from '../../core/vocabulary.ts';
import { limitsStore, memoryLimits } from '../ports/limits.ts';
import { sharedShelf, type Shelf } from '../ports/shelf.ts';

/** Limits that a run is played without. */
export interface Unlimited {
  /** No token bucket, no storms, no common cause, no breaker, and everything may be healed at the same time. */
  readonly account?: true;
  /** No window of attempts, no pauses, and any remedy as often as it is wanted. */
  readonly service?: true;
}

export interface Restraints {
  readonly record: (service: string) => ServiceRecord;
  readonly fleet: (incident: Incident, service: ServiceEntry, now: number) => Fleet;
  readonly reserve: (asked: Asked) => ReservationResult;
  /** @throws Error when the lease is lost, which waits that are cut to it never let happen */
  readonly renew: (incident: Incident, now: number) => void;
  readonly release: (incident: Incident, service: ServiceEntry) => void;
  readonly opened: (incident: Incident) => void;
  readonly settled: (incident: Incident, service: ServiceEntry) => void;
  readonly closed: (incident: Incident, service: ServiceEntry) => void;
}

export interface Asked {
  readonly incident: Incident;
  readonly service: ServiceEntry;
  readonly runbook: Runbook;
  readonly remedy: ActionKind;
  readonly stormLevelMax: StormLevel;
  readonly now: number;
}

export function restraintsOf(catalog: Catalog, unlimited: Unlimited = {}): Restraints {
  const { limits, sick } = portOf(unlimited);
  const records = new Map<string, ServiceRecord>();
  const record = (service: string) => records.get(service) ?? freshServiceRecord(service);
  const boundsFor = (service: ServiceEntry) => without(boundsOf(catalog, service), unlimited);
  const release: Restraints['release'] = ({ id }, { group }) => limits.release({ group, incidentId: id });
  return {
    record,
    fleet: (incident, service, now) => {
      const bounds = boundsFor(service);
      const reading = limits.fleet({ incidentId: incident.id, service: service.name, bounds, now });
      return fleetSeen(reading, bounds, record(service.name), catalog);
    },
    reserve: (asked) => limits.reserve(requestOf(asked, boundsFor(asked.service))),
    renew: ({ id, reservation }, now) => {
      const claim = reservation && { group: reservation.group, fence: reservation.fence, incidentId: id };
      const renewed = claim && limits.renew(claim, now);
      if (renewed === undefined) throw new Error(`incident ${id} lost its lease`);
    },
    release,
    opened: (incident) => {
      records.set(incident.service, recordAfterOpen(record(incident.service), incident));
      sick.put(incident.service, sickServiceOf(incident));
    },
    settled: (incident, service) => {
      const last = incident.attempts.at(-1);
      const outcome = last && attemptOutcome(incident, last);
      if (outcome !== undefined) limits.report(outcome, boundsFor(service).account);
    },
    closed: (incident, service) => {
      release(incident, service);
      records.set(incident.service, recordAfterClose(record(incident.service), incident));
      // A second fault of a service has an incident of its own here: the newest says how the service is.
      if (sick.get(incident.service)?.incidentId === incident.id) sick.put(incident.service, sickServiceOf(incident));
    },
  };
}

/** The port in memory; what limits that are left out would look at is forgotten at once. */
function portOf({ account, service }: Unlimited) {
  const store = limitsStore(sharedShelf);
  const kept = {
    ...store,
    ...(account && { account: forgetful<Account>() }),
    ...(service && { windows: forgetful<AttemptLog>() }),
  };
  return { limits: memoryLimits(kept), sick: store.sick };
}

function forgetful<Value>(): Shelf<Value> {
  return { get: () => undefined, put: () => undefined, keys: () => [], remember: () => () => undefined };
}

function requestOf({ incident, service, runbook, ...asked }: Asked, bounds: Bounds): ReservationRequest {
  return {
    ...asked,
    ...runbook.limits,
    incidentId: incident.id,
    attempt: incident.attempts.length + 1,
    service: service.name,
    group: service.group,
    failureType: incident.failureType,
    bounds,
  };
}

function recordAfterOpen(
  before: ServiceRecord,
  { id, relapse, openedAt: at, health, trigger }: Incident,
): ServiceRecord {
  const known = relapse === undefined ? before : withRelapse(before, relapse, at);
  return { ...withHealth(known, { at, to: health, incidentId: id, why: trigger.summary }), openIncidentId: id };
}

function without(bounds: Bounds, { account, service }: Unlimited): Bounds {
  const calm = { stormMembers: Infinity, massMembers: Infinity, commonCauseServices: Infinity };
  return {
    ...bounds,
    ...(account && { account: { ...bounds.account, ...calm, burst: Infinity, concurrentShare: 1 } }),
    ...(service && { service: { ...bounds.service, flappingFailures: Infinity } }),
  };
}
