/**
 * What the healer remembers about a service between incidents: its health with history, the open incident, and recent
 * task stops, by which it detects a crash loop. One item per service; every write is conditional on its revision.
 */
import type { Heal } from './heal.ts';
import type { ReleaseRecord } from './release-record.ts';
import type { HealthState, StopCause } from '../vocabulary.ts';

export interface HealthChange {
  readonly at: number;
  readonly from: HealthState;
  readonly to: HealthState;
  readonly incidentId?: string;
  readonly why: string;
}

export interface TaskStop {
  readonly taskArn: string;
  readonly at: number;
  readonly cause: StopCause;
}

/** A claim about the service: see `claim.ts`. */
export interface ClaimRecord {
  readonly incidentId: string;
  /** When it was made, ms since the epoch. */
  readonly at: number;
  /** Absent while it is open. */
  readonly endedAt?: number;
  /** Signals of each source that joined it; absent before the first. */
  readonly joinedBy?: Readonly<Record<string, number>>;
}

export interface ServiceRecord extends ReleaseRecord {
  readonly service: string;
  readonly revision: number;
  readonly health: HealthState;
  readonly healthSince: number;
  /** Newest last, at most `HEALTH_HISTORY_MAX`. */
  readonly history: readonly HealthChange[];
  readonly openIncidentId?: string;
  /** Failing signals of the open incident, its trigger included; a return to OK does not count. */
  readonly signalCount: number;
  /** All signals that joined the open incident or claim; absent in records of earlier versions. */
  readonly joined?: number;
  /** The last claim about the service, open or closed; absent before the first. */
  readonly claim?: ClaimRecord;
  /** Newest last, at most `TASK_STOPS_MAX`. */
  readonly stops: readonly TaskStop[];
  /** Alarms of this service that are red, at most `RED_ALARMS_MAX`. */
  readonly redAlarms: readonly string[];
  /** Verified heals, newest last, bounded in `core/incident/relapse.ts`. */
  readonly heals: readonly Heal[];
  /** Closed incidents with leftovers to look after, by id, at most `LEFTOVERS_MAX`; absent before the first. */
  readonly leftovers?: readonly string[];
  /** The present or last trial of a restored toggle. */
  readonly probe?: { readonly incidentId: string; readonly failureType: string; readonly until: number };
}

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
