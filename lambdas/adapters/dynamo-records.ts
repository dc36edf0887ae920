/**
 * Encodes the two items that carry state, an incident and the record of a service: one JSON string, and the few
 * attributes that conditions and people at a console need. Pure.
 */
import type { Incident } from '../../core/incident/incident.ts';
import type { ServiceRecord } from '../../core/incident/service-record.ts';
import { STORED_INCIDENT } from '../../core/stored/stored-incident.ts';
import { STORED_RECORD } from '../../core/stored/stored-record.ts';
import { fromJson, numberOf, toJson, type Item } from './dynamo-item.ts';
import { incidentExpiry, keys } from './dynamo-keys.ts';
import type { Write } from './dynamo-table.ts';

/** @throws Damaged */
export function incidentOf(item: Item): Incident {
  return { ...fromJson(item, 'data', STORED_INCIDENT), revision: numberOf(item, 'revision') };
}

/** Writes the incident's first state. @throws WriteFailed when it exceeds an item. */
export function incidentCreation(incident: Incident): Write {
  return { key: keys.incident(incident.id), put: incidentItem(incident), condition: 'attribute_not_exists(pk)' };
}

/** Writes the incident onto its previous revision. @throws WriteFailed when it exceeds an item. */
export function incidentWrite(incident: Incident): Write {
  return {
    key: keys.incident(incident.id),
    put: incidentItem(incident),
    condition: '#revision = :revision',
    names: ['revision'],
    values: { revision: incident.revision - 1 },
  };
}

function incidentItem(incident: Incident): NonNullable<Write['put']> {
  return {
    data: toJson(`Incident ${incident.id}`, incident, STORED_INCIDENT),
    revision: incident.revision,
    phase: incident.phase,
    service: incident.service,
    failureType: incident.failureType,
    openedAt: incident.openedAt,
    closedAt: incident.closedAt,
    outcome: incident.outcome,
    ttl: incidentExpiry(incident.openedAt),
  };
}

/** @throws Damaged */
export function recordOf(item: Item): ServiceRecord {
  return { ...fromJson(item, 'data', STORED_RECORD), revision: numberOf(item, 'revision') };
}

/** Writes the record onto the revision that was read, and increments it. */
export function recordWrite(record: ServiceRecord): Write {
  const next = { ...record, revision: record.revision + 1 };
  const write = {
    key: keys.service(record.service),
    put: {
      data: toJson(`The record of ${record.service}`, next, STORED_RECORD),
      revision: next.revision,
      service: record.service,
      health: record.health,
      openIncidentId: record.openIncidentId,
    },
  };
  if (record.revision === 0) return { ...write, condition: 'attribute_not_exists(pk)' };
  return { ...write, condition: '#revision = :revision', names: ['revision'], values: { revision: record.revision } };
}
