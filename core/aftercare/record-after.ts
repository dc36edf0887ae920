/**
 * What a write of an incident changes in the record of its service: the record's health follows the open incident, and
 * closing it frees the service for the next one. Pure, so that every ledger does it alike. An incident that is not the
 * open one, such as one that the sweep closes late, changes nothing.
 */
import { withHealOf, withHealsTakenBack } from '../incident/relapse.ts';
import { withClaimEnded } from '../incident/claim.ts';
import type { Incident } from '../incident/incident.ts';
import { withFailureClosed } from '../incident/release-record.ts';
import { withLeftoversFollowed } from './followed-leftovers.ts';
import { withHealth, type HealthChange, type ServiceRecord } from '../incident/service-record.ts';

/** The record after the incident was saved; the same object when nothing changes. The caller raises the revision. */
export function recordAfterSave(record: ServiceRecord, incident: Incident): ServiceRecord {
  const followed = withHealsTakenBack(withLeftoversFollowed(record, incident), incident);
  if (record.openIncidentId !== incident.id) return followed;
  return withHealth(followed, healthChange(incident));
}

/** Whether a signal joined the incident after the first `signalsSeen`, so that it must stay open. */
export function hasUnseenSignals(record: ServiceRecord, incident: Incident, signalsSeen: number): boolean {
  return record.openIncidentId === incident.id && record.signalCount > signalsSeen;
}

/** The record after the incident was closed; the same object when it was not the open one. */
export function recordAfterClose(record: ServiceRecord, incident: Incident): ServiceRecord {
  const followed = withClaimEnded(
    withLeftoversFollowed(record, incident),
    incident,
    incident.closedAt ?? incident.steppedAt,
  );
  if (record.openIncidentId !== incident.id) return followed;
  const { openIncidentId: _closed, ...free } = withHealth(followed, healthChange(incident));
  return { ...withFailureClosed(withHealOf(free, incident), incident), signalCount: 0, joined: 0 };
}

/** When and why the health last changed, by the incident's own words. */
function healthChange(incident: Incident): Omit<HealthChange, 'from'> {
  const last = incident.timeline.at(-1);
  return {
    at: incident.closedAt ?? last?.at ?? incident.openedAt,
    to: incident.health,
    incidentId: incident.id,
    why: incident.outcomeReason ?? last?.text ?? incident.trigger.summary,
  };
}
