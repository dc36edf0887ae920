/**
 * Defines the keys and expiry of every item in the healer's one DynamoDB table. No other file spells keys: the state
 * machine and the lab use the same layout. TTL only tidies up; no decision depends on it.
 */
import { createHash } from 'node:crypto';
import type { SignalKey } from '../../core/signal/signal.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export const SIGNAL_PREFIX = 'SIG#';

/** Sort key prefix of the facts of an incident's decisions. */
const DECISION_PREFIX = 'DECISION#';

/** Scope of memory that spans all services. No service may have this name. */
export const ALL_SERVICES = 'all';

export const keys = {
  service: (service: string): Key => ({ pk: `SVC#${service}`, sk: 'STATE' }),
  incident: (incidentId: string): Key => ({ pk: `INC#${incidentId}`, sk: 'INCIDENT' }),
  /** Sorts by the time of recording; the hash separates two signals of the same millisecond. */
  signal: (incidentId: string, at: number, key: SignalKey): Key => ({
    pk: `INC#${incidentId}`,
    sk: `${SIGNAL_PREFIX}${String(at).padStart(15, '0')}#${shortHash(`${key.subject}#${key.order}`)}`,
  }),
  attempt: (incidentId: string, attempt: number): Key => ({
    pk: `INC#${incidentId}`,
    sk: `ATT#${String(attempt).padStart(2, '0')}`,
  }),
  decision: (incidentId: string, at: number): Key => ({
    pk: `INC#${incidentId}`,
    sk: `${DECISION_PREFIX}${String(at).padStart(15, '0')}`,
  }),
  /** Marks the wait of the incident as counted. */
  wait: (incidentId: string): Key => ({ pk: `INC#${incidentId}`, sk: 'WAIT' }),
  /** Marks the final message as sent, or the answer to the undo request of that time. The state machine writes both. */
  notified: (incidentId: string, answers?: number): Key => ({
    pk: `INC#${incidentId}`,
    sk: answers === undefined ? 'NOTIFIED' : `UNDONE#${answers}`,
  }),
  seen: (subject: string): Key => ({ pk: `SEEN#${subject}`, sk: 'SEEN' }),
  execution: (executionArn: string): Key => ({ pk: `EXE#${executionArn}`, sk: 'EXE' }),
  lease: (group: string): Key => ({ pk: `LEASE#${group}`, sk: 'LEASE' }),
  window: (service: string): Key => ({ pk: `LIMIT#${service}`, sk: 'LIMIT' }),
  account: (): Key => ({ pk: 'ACCOUNT#limits', sk: 'ACCOUNT' }),
  /** One partition, because they are always read together. Without a service it is the prefix of the keys. */
  sick: (service: string): Key => ({ pk: 'SICK#fleet', sk: `SVC#${service}` }),
  /** Sums of one scope by subject: see `aboutKey`. */
  memory: (failureType: string, scope: string, about: string): Key => ({
    pk: `MEM#${failureType}`,
    sk: `${scope}#${about}`,
  }),
  /** The claim of a source that people were told of. */
  claims: (source: string): Key => ({ pk: `CLAIMS#${source}`, sk: 'CLAIMS' }),
  sweep: (): Key => ({ pk: 'SWEEP#last', sk: 'SWEEP' }),
  /** No incident has this name: their names begin with a time. */
  heartbeat: (): Key => ({ pk: 'INC#heartbeat', sk: 'HEARTBEAT' }),
  /** No service has this name: their names are in lower case. */
  waits: (failureType: string): Key => ({ pk: `MEM#${failureType}`, sk: 'WAITS' }),
} as const;

/** A year and a month, so that people can look up last year's season. For incidents with their signals and attempts. */
const INCIDENT_DAYS = 400;

/**
 * Longer than any redelivery (a day) and Step Functions' memory of an execution (90 days). For seen signals and
 * executions.
 */
const TRACE_DAYS = 120;

/** Value of the attribute `ttl` (epoch seconds) for items of an incident, from a time in ms. */
export function incidentExpiry(at: number): number {
  return expiry(at, INCIDENT_DAYS);
}

/** As `incidentExpiry`, for items that only prevent repetition. */
export function traceExpiry(at: number): number {
  return expiry(at, TRACE_DAYS);
}

function expiry(at: number, days: number): number {
  return Math.ceil(at / 1000) + days * 24 * 3600;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
