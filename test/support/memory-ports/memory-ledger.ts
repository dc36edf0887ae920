/**
 * The `Ledger` port in memory, with every condition the table has. Each call runs to its end without giving way, so
 * what DynamoDB does by transactions happens here by itself; what is written follows the rules of `core/incident`.
 */
import type { Incident, TimelineEntry } from '../../../core/incident/incident.ts';
import { withJoinedEntries } from '../../../core/incident/joined-timeline.ts';
import { CLAIM_NOTICE_HOURS, isUnconfirmed, recordAfterConfirming } from '../../../core/incident/claim.ts';
import { hasUnseenSignals, recordAfterClose, recordAfterSave } from '../../../core/aftercare/record-after.ts';
import { freshServiceRecord, type ServiceRecord } from '../../../core/incident/service-record.ts';
import { Conflict, NotThere, WriteFailed } from '../../../core/ports/errors.ts';
import type { Admission, AdmissionResult, JoinedSignal } from '../../../core/incident/admission.ts';
import type { Ledger } from '../../../core/ports/ledger.ts';
import { shelf, type Shelf } from '../../../sim/ports/shelf.ts';
import type { LimitsStore } from '../../../sim/ports/limits.ts';
import { sickServiceOf } from '../../../core/incident/sick-service.ts';
import { STORED_INCIDENT } from '../../../core/stored/stored-incident.ts';
import { STORED_RECORD } from '../../../core/stored/stored-record.ts';
import { STORED_ENTRY, STORED_SIGNAL } from '../../../core/stored/stored-types.ts';
import { readBack, versionOf, type StoredType } from '../../../core/stored/stored-type.ts';

interface SeenSubject {
  readonly order: number;
  readonly executionArn: string;
  readonly incidentId?: string;
}

interface StoredSignal extends JoinedSignal {
  readonly event: unknown;
  readonly entry?: TimelineEntry;
}

export interface LedgerStore {
  readonly services: Shelf<ServiceRecord>;
  readonly incidents: Shelf<Incident>;
  readonly signals: Shelf<readonly StoredSignal[]>;
  readonly seen: Shelf<SeenSubject>;
  readonly executions: Shelf<string>;
  readonly notified: Shelf<number>;
  /** By source: which claim of it people were told of. */
  readonly claims: Shelf<{ readonly incidentId: string; readonly at: number }>;
  /** By incident and time. */
  readonly decisions: Shelf<string>;
}

export function ledgerStore(): LedgerStore {
  return {
    services: shelf(),
    incidents: shelf(),
    signals: shelf(),
    seen: shelf(),
    executions: shelf(),
    notified: shelf(),
    claims: shelf(),
    decisions: shelf(),
  };
}

const SIGNALS_MAX = 100;

function markOf(incidentId: string, answers: number | undefined): string {
  return answers === undefined ? incidentId : `${incidentId} ${answers}`;
}

/** @param sick where it is recorded who is failing */
export function memoryLedger(store: LedgerStore, sick: LimitsStore['sick']): Ledger {
  const service = (name: string): ServiceRecord => store.services.get(name) ?? freshServiceRecord(name);
  const signalsOf = (incidentId: string): readonly StoredSignal[] =>
    (store.signals.get(incidentId) ?? []).toSorted((a, b) => a.at - b.at).slice(-SIGNALS_MAX);
  return {
    service: async (name) => service(name),
    async seen(subject) {
      const seen = store.seen.get(subject);
      if (seen === undefined) return undefined;
      const { order, executionArn, incidentId } = seen;
      return { key: { subject, order }, executionArn, ...(incidentId !== undefined && { incidentId }) };
    },
    async admit(admission) {
      const result = admit(store, admission, service(admission.record.service));
      const { opens } = admission;
      if (result.kind === 'recorded' && opens !== undefined && !isUnconfirmed(opens))
        sick.put(opens.service, sickServiceOf(opens));
      return result;
    },
    async load(incidentId) {
      const incident = store.incidents.get(incidentId);
      if (incident === undefined) throw new NotThere(`There is no incident ${incidentId}`);
      const entries = signalsOf(incidentId).flatMap((signal) => signal.entry ?? []);
      return withJoinedEntries(incident, entries);
    },
    incidentOf: async (executionArn) => store.executions.get(executionArn),
    signals: async (incidentId) => signalsOf(incidentId).map(({ signal, at }) => ({ signal, at })),
    async save(incident) {
      const record = service(incident.service);
      return write(store, incident, { before: record, after: recordAfterSave(record, incident) });
    },
    async close(incident, signalsSeen) {
      const record = service(incident.service);
      if (hasUnseenSignals(record, incident, signalsSeen)) return { kind: 'signals-joined' };
      const after = recordAfterClose(record, incident);
      const closed = write(store, incident, { before: record, after });
      if (!isUnconfirmed(closed)) sick.put(closed.service, sickServiceOf(closed));
      return { kind: 'closed', incident: closed };
    },
    async confirm(incident, at) {
      const record = service(incident.service);
      const after = recordAfterConfirming(record, incident, at);
      if (after === undefined) return undefined;
      const confirmed = write(store, incident, { before: record, after });
      sick.put(confirmed.service, sickServiceOf(confirmed));
      return confirmed;
    },
    async tellsOfClaims(source, incidentId, at) {
      const told = store.claims.get(source);
      const since = at - CLAIM_NOTICE_HOURS * 3_600_000;
      if (told !== undefined && told.at >= since && told.incidentId !== incidentId) return false;
      store.claims.put(source, { incidentId, at });
      return true;
    },
    async takeOver(incident) {
      const record = service(incident.service);
      const taken = write(store, incident, { before: record, after: recordAfterSave(record, incident) });
      store.executions.put(incident.executionArn, incident.id);
      return taken;
    },
    keepDecision: async ({ incidentId, at, json }) => store.decisions.put(`${incidentId}@${at}`, json),
    notified: async (incidentId, answers) => store.notified.get(markOf(incidentId, answers)) !== undefined,
    markNotified: async (incidentId, at, answers) => store.notified.put(markOf(incidentId, answers), at),
  };
}

/** What is written, if the table's reader would take it back. @throws Error where it would call it damaged */
function asRead<Value>(type: StoredType<Value>, written: Value): Value {
  const back = readBack(type, versionOf(type), written);
  if (back.kind === 'unreadable') throw new Error(`what was written could not be read: ${back.why}`);
  return back.value;
}

function admit(store: LedgerStore, admission: Admission, stored: ServiceRecord): AdmissionResult {
  const { signal, record, opens, executionArn } = admission;
  const seen = store.seen.get(signal.key.subject);
  if (seen !== undefined && seen.order >= signal.key.order) {
    const { incidentId } = seen;
    return { kind: 'duplicate', executionArn: seen.executionArn, ...(incidentId !== undefined && { incidentId }) };
  }
  if (stored.revision !== record.revision) return { kind: 'conflict' };
  if (opens && (store.incidents.get(opens.id) ?? store.executions.get(executionArn)) !== undefined) {
    throw new WriteFailed(`Incident ${opens.id} or its execution ${executionArn} is recorded already`);
  }
  const incidentId = opens?.id ?? admission.joins?.incidentId;
  const known = { order: signal.key.order, executionArn, ...(incidentId !== undefined && { incidentId }) };
  store.seen.put(signal.key.subject, known);
  store.services.put(record.service, asRead(STORED_RECORD, { ...record, revision: record.revision + 1 }));
  if (incidentId !== undefined) addSignal(store, admission, incidentId);
  if (opens !== undefined) {
    store.incidents.put(opens.id, asRead(STORED_INCIDENT, opens));
    store.executions.put(executionArn, opens.id);
  }
  return { kind: 'recorded' };
}

function addSignal(store: LedgerStore, { signal, event, at, joins }: Admission, incidentId: string): void {
  const entry = joins === undefined ? {} : { entry: asRead(STORED_ENTRY, joins.entry) };
  const stored = { signal: asRead(STORED_SIGNAL, signal), event, at, ...entry };
  store.signals.put(incidentId, [...(store.signals.get(incidentId) ?? []), stored]);
}

function write(
  store: LedgerStore,
  incident: Incident,
  record: { readonly before: ServiceRecord; readonly after: ServiceRecord },
): Incident {
  if (store.incidents.get(incident.id)?.revision !== incident.revision) {
    throw new Conflict(`Incident ${incident.id} is not at revision ${incident.revision} any more`);
  }
  const next = { ...incident, revision: incident.revision + 1 };
  store.incidents.put(incident.id, asRead(STORED_INCIDENT, next));
  if (record.after !== record.before) {
    const after = { ...record.after, revision: record.before.revision + 1 };
    store.services.put(record.after.service, asRead(STORED_RECORD, after));
  }
  return next;
}
