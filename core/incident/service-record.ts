/**
 * What the healer remembers about a service between incidents: its health with history, the open incident, and recent
 * task stops, by which it detects a crash loop. One item per service; every write is conditional on its revision.
 */
import { Heal } from './heal.ts';
import { ReleaseRecord } from './release-record.ts';
import { HEALTH_STATES, STOP_CAUSES } from '../vocabulary.ts';
import { time, fieldsOf, shape, byName, text, list, number, optional, word, type Shaped } from '../shape.ts';

export const HealthChange = shape({
  at: time,
  from: word(HEALTH_STATES),
  to: word(HEALTH_STATES),
  incidentId: optional(text),
  why: text,
});
export type HealthChange = Shaped<typeof HealthChange>;

const TaskStop = shape({
  taskArn: text,
  at: time,
  cause: word(STOP_CAUSES),
});
export type TaskStop = Shaped<typeof TaskStop>;

/** A claim about the service: see `claim.ts`. */
const ClaimRecord = shape({
  incidentId: text,
  /** When it was made, ms since the epoch. */
  at: time,
  /** Absent while it is open. */
  endedAt: optional(time),
  /** Signals of each source that joined it; absent before the first. */
  joinedBy: optional(byName(number)),
});
export type ClaimRecord = Shaped<typeof ClaimRecord>;

export const ServiceRecord = shape({
  ...fieldsOf(ReleaseRecord),
  service: text,
  revision: number,
  health: word(HEALTH_STATES),
  healthSince: time,
  /** Newest last, at most `HEALTH_HISTORY_MAX`. */
  history: list(HealthChange),
  openIncidentId: optional(text),
  /** Failing signals of the open incident, its trigger included; a return to OK does not count. */
  signalCount: number,
  /** All signals that joined the open incident or claim; absent in records of earlier versions. */
  joined: optional(number),
  /** The last claim about the service, open or closed; absent before the first. */
  claim: optional(ClaimRecord),
  /** Newest last, at most `TASK_STOPS_MAX`. */
  stops: list(TaskStop),
  /** Alarms of this service that are red, at most `RED_ALARMS_MAX`. */
  redAlarms: list(text),
  /** Verified heals, newest last, bounded in `core/incident/relapse.ts`. */
  heals: list(Heal),
  /** Closed incidents with leftovers to look after, by id, at most `LEFTOVERS_MAX`; absent before the first. */
  leftovers: optional(list(text)),
  /** The present or last trial of a restored toggle. */
  probe: optional(shape({ incidentId: text, failureType: text, until: time })),
});
export type ServiceRecord = Shaped<typeof ServiceRecord>;

const HEALTH_HISTORY_MAX = 50;
export const TASK_STOPS_MAX = 50;
export const RED_ALARMS_MAX = 100;
/** A service has a handful of toggles. Beyond this number only the reaper reports a leftover. */
export const LEFTOVERS_MAX = 20;

/** The record of an unknown service. */
export function freshServiceRecord(service: string): ServiceRecord {
  return {
    service,
    revision: 0,
    health: 'Healthy',
    healthSince: 0,
    history: [],
    signalCount: 0,
    stops: [],
    redAlarms: [],
    heals: [],
    releases: [],
    failures: [],
  };
}

/** The record with a new health state and its history; the same record when the state does not change. */
export function withHealth(record: ServiceRecord, change: Omit<HealthChange, 'from'>): ServiceRecord {
  if (record.health === change.to) return record;
  const history = [...record.history, { ...change, from: record.health }].slice(-HEALTH_HISTORY_MAX);
  return { ...record, health: change.to, healthSince: change.at, history };
}

/** When each of the incidents began that the history knows of, ms since the epoch, oldest first. */
export function failuresBegun({ history }: Pick<ServiceRecord, 'history'>): readonly number[] {
  const first = new Map<string, number>();
  for (const { at, to, incidentId } of history) {
    const failing = to === 'Failing' || to === 'Degraded';
    if (failing && incidentId !== undefined && !first.has(incidentId)) first.set(incidentId, at);
  }
  return [...first.values()];
}
