/** What an incident says of its service to all others: that it fails, or that it no longer does. */
import type { SickService } from '../limits/storm.ts';
import { endedWell } from '../vocabulary.ts';
import type { Incident } from './incident.ts';

/** Recorded with the first and the last state of an incident. */
export function sickServiceOf(incident: Incident): SickService {
  const { service, id, failureType, openedAt, closedAt, outcome } = incident;
  return {
    service,
    incidentId: id,
    failureType,
    openedAt,
    ...(closedAt !== undefined && { closedAt, well: endedWell(outcome) }),
  };
}
