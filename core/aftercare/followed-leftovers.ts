/**
 * What the record of a service keeps about leftovers of its closed incidents. By it the sweep finds leftovers without
 * reading every incident, and a failing signal finds the trial that it belongs to. Pure.
 */
import type { Incident } from '../incident/incident.ts';
import { nextLeftover } from '../incident/leftovers.ts';
import { LEFTOVERS_MAX, type ServiceRecord } from '../incident/service-record.ts';

/** The record after the incident was written; the same object when nothing changes. */
export function withLeftoversFollowed(record: ServiceRecord, incident: Incident): ServiceRecord {
  return withProbe(withIncidentListed(record, incident), incident);
}

function withIncidentListed(record: ServiceRecord, incident: Incident): ServiceRecord {
  const { leftovers = [] } = record;
  const listed = leftovers.includes(incident.id);
  const left = nextLeftover(incident) !== undefined;
  if (listed === left) return record;
  const others = leftovers.filter((id) => id !== incident.id);
  return { ...record, leftovers: left ? [...others, incident.id].slice(-LEFTOVERS_MAX) : others };
}

function withProbe(record: ServiceRecord, { id, failureType, leftovers = [] }: Incident): ServiceRecord {
  const ends = leftovers.flatMap(({ probes }) => (probes === undefined ? [] : [probes.quietUntil]));
  if (ends.length === 0) return record;
  const until = Math.max(...ends);
  const { probe } = record;
  if (probe?.incidentId === id && probe.until === until) return record;
  // The end of one trial must not end the quiet of another.
  if (probe !== undefined && probe.incidentId !== id && probe.until > until) return record;
  return { ...record, probe: { incidentId: id, failureType, until } };
}
