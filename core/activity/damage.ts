/**
 * Whether a stored record can be shown. It may have been written by hand or by another version; the page must report
 * that one, and show all others. Checks only the fields that the page and the selection read.
 */
import type { Incident } from '../incident/incident.ts';
import type { ServiceRecord } from '../incident/service-record.ts';
import { HEALTH_STATES, OUTCOMES } from '../vocabulary.ts';

type Holds = (value: unknown) => boolean;
type Fields<Stored> = Readonly<Partial<Record<keyof Stored, Holds>>>;

/** The latest time of a Date, in ms since the epoch. */
const TIME_MAX = 8.64e15;

const text: Holds = (value) => typeof value === 'string';
const time: Holds = (value) => typeof value === 'number' && Math.abs(value) <= TIME_MAX;
const either =
  (words: readonly string[]): Holds =>
  (value) =>
    words.some((word) => word === value);
const absentOr =
  (holds: Holds): Holds =>
  (value) =>
    value === undefined || holds(value);
const listOf =
  (holds: Holds): Holds =>
  (value) =>
    Array.isArray(value) && value.every(holds);
const having =
  (fields: Readonly<Record<string, Holds>>): Holds =>
  (value) =>
    damagedField(value, fields) === undefined;

const RECORD: Fields<ServiceRecord> = {
  health: either(HEALTH_STATES),
  healthSince: time,
  openIncidentId: absentOr(text),
  history: listOf(having({ at: time, incidentId: absentOr(text) })),
};

const INCIDENT: Fields<Incident> = {
  id: text,
  service: text,
  failureType: text,
  health: either(HEALTH_STATES),
  openedAt: time,
  onsetAt: time,
  closedAt: absentOr(time),
  outcome: absentOr(either(OUTCOMES)),
  outcomeReason: absentOr(text),
  timeline: listOf(having({ at: time, text })),
  decisions: listOf(having({ kind: text, why: listOf(text) })),
  attempts: listOf(having({ remedy: text })),
};

/** Why a service's record cannot be shown, in words; undefined when it can. */
export function damageOfRecord(record: ServiceRecord): string | undefined {
  return damageOf(record, RECORD);
}

/** Why an incident cannot be shown, in words; undefined when it can. */
export function damageOfIncident(incident: Incident): string | undefined {
  return damageOf(incident, INCIDENT);
}

function damageOf(stored: unknown, fields: Readonly<Record<string, Holds>>): string | undefined {
  const field = damagedField(stored, fields);
  return field === undefined ? undefined : `${field} is missing or not understood`;
}

/** Name of the first field with a wrong type; `all of it` for a value that is no object. */
function damagedField(stored: unknown, fields: Readonly<Record<string, Holds>>): string | undefined {
  if (typeof stored !== 'object' || stored === null) return 'all of it';
  const values = new Map<string, unknown>(Object.entries(stored));
  return Object.keys(fields).find((field) => fields[field]?.(values.get(field)) !== true);
}
