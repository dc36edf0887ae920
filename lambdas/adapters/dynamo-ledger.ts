/**
 * The `Ledger` port over the table: incidents, their signals and the records of services. The rules are in
 * `core/incident`. Every write is conditional on the state that was read, and a refusal says what changed: this signal,
 * this service or this incident.
 */
import { CLAIM_NOTICE_HOURS, isUnconfirmed, recordAfterConfirming } from '../../core/incident/claim.ts';
import { hasUnseenSignals, recordAfterClose, recordAfterSave } from '../../core/aftercare/record-after.ts';
import { withJoinedEntries } from '../../core/incident/joined-timeline.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { freshServiceRecord, type ServiceRecord } from '../../core/incident/service-record.ts';
import { Conflict, NotThere } from '../../core/ports/errors.ts';
import type { DecisionRecord } from '../../core/incident/admission.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import { sickWrite } from './dynamo-account.ts';
import { incidentExpiry, keys, traceExpiry } from './dynamo-keys.ts';
import { admitSignal, executionWrite } from './dynamo-admission.ts';
import { incidentOf, incidentWrite, recordOf, recordWrite } from './dynamo-records.ts';
import { joinedEntries, joinedSignals } from './dynamo-signals.ts';
import { textOf, numberOf } from './dynamo-item.ts';
import { getItem, pause, updateItem, writeAll, type Table, type Write } from './dynamo-table.ts';

/** Rounds of reading and writing while Intake changes the service's record, which it does once per signal. */
const ROUNDS_MAX = 5;

export function dynamoLedger(table: Table): Ledger {
  return { ...ledgerReads(table), ...ledgerWrites(table) };
}

type LedgerReads = Pick<Ledger, 'service' | 'seen' | 'load' | 'incidentOf' | 'signals' | 'notified'>;

function ledgerReads(table: Table): LedgerReads {
  return {
    service: (name) => readRecord(table, name),
    async seen(subject) {
      const item = await getItem(table, keys.seen(subject));
      if (item === undefined) return undefined;
      const { incidentId } = item;
      return {
        key: { subject, order: numberOf(item, 'order') },
        executionArn: textOf(item, 'executionArn'),
        ...(typeof incidentId === 'string' && { incidentId }),
      };
    },
    async load(incidentId) {
      const [item, entries] = await Promise.all([
        getItem(table, keys.incident(incidentId)),
        joinedEntries(table, incidentId),
      ]);
      if (item === undefined) throw new NotThere(`There is no incident ${incidentId}`);
      return withJoinedEntries(incidentOf(item), entries);
    },
    async incidentOf(executionArn) {
      const item = await getItem(table, keys.execution(executionArn));
      return item === undefined ? undefined : textOf(item, 'incidentId');
    },
    signals: (incidentId) => joinedSignals(table, incidentId),
    async notified(incidentId, answers) {
      const item = await getItem(table, keys.notified(incidentId, answers));
      return item?.['notifiedAt'] !== undefined;
    },
  };
}

function ledgerWrites(table: Table): Omit<Ledger, keyof LedgerReads> {
  return {
    admit: (admission) => admitSignal(table, admission),
    async save(incident) {
      return await writeWithRecord<never>(table, incident, (record) => recordAfterSave(record, incident));
    },
    async close(incident, signalsSeen) {
      const after = (record: ServiceRecord) =>
        hasUnseenSignals(record, incident, signalsSeen) ? undefined : recordAfterClose(record, incident);
      // An unconfirmed claim never counted as a failing service, and another incident of the service may be open.
      const sick = isUnconfirmed(incident) ? [] : [sickWrite(incident)];
      const closed = await writeWithRecord<undefined>(table, incident, after, sick);
      return closed === undefined ? { kind: 'signals-joined' } : { kind: 'closed', incident: closed };
    },
    async confirm(incident, at) {
      const after = (record: ServiceRecord) => recordAfterConfirming(record, incident, at);
      return await writeWithRecord<undefined>(table, incident, after, [sickWrite(incident)]);
    },
    tellsOfClaims: (source, incidentId, at) => tellsOfClaims(table, { source, incidentId, at }),
    async takeOver(incident) {
      const found = executionWrite(incident.executionArn, incident.id, incident.steppedAt);
      return await writeWithRecord<never>(table, incident, (record) => recordAfterSave(record, incident), [found]);
    },
    keepDecision: (record) => keepDecision(table, record),
    async markNotified(incidentId, at, answers) {
      const key = keys.notified(incidentId, answers);
      await updateItem(table, { key, update: 'SET #notifiedAt = :at', names: ['notifiedAt'], values: { at } });
    },
  };
}

/** An item may have 400 KB; a service with hundreds of tasks comes near it. */
const DECISION_BYTES_MAX = 350_000;

async function keepDecision(table: Table, { incidentId, at, json }: DecisionRecord): Promise<void> {
  const bytes = Buffer.byteLength(json);
  if (bytes > DECISION_BYTES_MAX) {
    console.warn(
      JSON.stringify({ level: 'warn', message: 'Facts of a decision not kept: too large', incidentId, bytes }),
    );
    return;
  }
  await updateItem(table, {
    key: keys.decision(incidentId, at),
    update: 'SET #data = :data, #ttl = :ttl',
    names: ['data', 'ttl'],
    values: { data: json, ttl: incidentExpiry(at) },
  });
}

/** Lets one claim speak for a source, unless another claim does already. */
async function tellsOfClaims(
  table: Table,
  { source, incidentId, at }: { readonly source: string; readonly incidentId: string; readonly at: number },
): Promise<boolean> {
  return await updateItem(table, {
    key: keys.claims(source),
    update: 'SET #incidentId = :incidentId, #at = :at, #ttl = :ttl',
    condition: 'attribute_not_exists(pk) OR #at < :since OR #incidentId = :incidentId',
    names: ['incidentId', 'at', 'ttl'],
    values: { incidentId, at, since: at - CLAIM_NOTICE_HOURS * 3_600_000, ttl: traceExpiry(at) },
  });
}

async function readRecord(table: Table, service: string): Promise<ServiceRecord> {
  const item = await getItem(table, keys.service(service));
  return item === undefined ? freshServiceRecord(service) : recordOf(item);
}

/**
 * Writes the incident onto its revision, and the record of its service if that changes; the same for `others`.
 * @returns the incident as written; undefined when `after` refuses the present record.
 * @throws Conflict when another execution wrote the incident.
 */
async function writeWithRecord<Refused extends undefined>(
  table: Table,
  incident: Incident,
  after: (record: ServiceRecord) => ServiceRecord | Refused,
  others: readonly Write[] = [],
): Promise<Incident | Refused> {
  const next = { ...incident, revision: incident.revision + 1 };
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    if (round > 0) await pause();
    const record = await readRecord(table, incident.service);
    const changed = after(record);
    if (changed === undefined) return changed;
    const recordWrites = changed === record ? [] : [recordWrite(changed)];
    const outcome = await writeAll(table, [incidentWrite(next), ...recordWrites, ...others]);
    if (outcome.kind === 'written') return next;
    if (outcome.failed.has(0))
      throw new Conflict(`Incident ${incident.id} is not at revision ${incident.revision} any more`);
  }
  throw new Conflict(
    `The record of ${incident.service} changed ${ROUNDS_MAX} times while incident ${incident.id} was written`,
  );
}
