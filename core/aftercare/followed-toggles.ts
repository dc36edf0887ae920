/**
 * What the record of a service keeps of what its closed incidents left changed, toggles above all: by it, whoever looks after things
 * finds them without reading every incident there ever was, and a failing signal finds the try it belongs to. Pure.
 */
import { probedAttempt } from '../remedies/flipped-toggle.ts';
import { leftOverOf } from '../remedies/left-over.ts';
import type { Incident } from '../incident/incident.ts';
import { LEFTOVERS_MAX, type ServiceRecord } from '../incident/service-record.ts';

/** The record after the incident was written; the same object when nothing changes. */
export function withToggles(record: ServiceRecord, incident: Incident): ServiceRecord {
  return withProbe(withLeftovers(record, incident), incident);
}

function withLeftovers(record: ServiceRecord, incident: Incident): ServiceRecord {
  const { leftovers = [] } = record;
  const listed = leftovers.includes(incident.id);
  const left = incident.phase === 'closed' && leftOverOf(incident) !== undefined;
  if (listed === left) return record;
  const others = leftovers.filter((id) => id !== incident.id);
  return { ...record, leftovers: left ? [...others, incident.id].slice(-LEFTOVERS_MAX) : others };
}

function withProbe(record: ServiceRecord, incident: Incident): ServiceRecord {
  const until = probedAttempt(incident)?.probes?.quietUntil;
  if (until === undefined || incident.phase !== 'closed') return record;
  const { probe } = record;
  if (probe?.incidentId === incident.id && probe.until === until) return record;
  // A try that is over must not end the quiet of another one.
  if (probe !== undefined && probe.incidentId !== incident.id && probe.until > until) return record;
  return { ...record, probe: { incidentId: incident.id, failureType: incident.failureType, until } };
}
