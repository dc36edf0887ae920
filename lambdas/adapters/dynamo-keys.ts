/**
 * Where everything lies in the healer's one DynamoDB table, and how long it is kept. The only place that spells keys:
 * the state machine and the lab write and read by the same layout. TTL only tidies up; nothing decides by it.
 */
import { createHash } from 'node:crypto';
import type { SignalKey } from '../../core/signal/signal.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Sort key prefix of an incident's signals. */
export const SIGNAL_PREFIX = 'SIG#';

/** Sort key prefix of what an incident's decisions were made on. */
const DECISION_PREFIX = 'DECISION#';

/** Scope of memory that spans all services; no service may be called so. */
export const ALL_SERVICES = 'all';

export const keys = {
  service: (service: string): Key => ({ pk: `SVC#${service}`, sk: 'STATE' }),
  incident: (incidentId: string): Key => ({ pk: `INC#${incidentId}`, sk: 'INCIDENT' }),
  /** Sorts by the time the signal was recorded; the hash keeps two of the same millisecond apart. */
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
  /** Marks the final message as sent, or the answer to the request to undo of that time; the state machine writes both. */
  notified: (incidentId: string, answers?: number): Key => ({
    pk: `INC#${incidentId}`,
    sk: answers === undefined ? 'NOTIFIED' : `UNDONE#${answers}`,
  }),
  seen: (subject: string): Key => ({ pk: `SEEN#${subject}`, sk: 'SEEN' }),
  execution: (executionArn: string): Key => ({ pk: `EXE#${executionArn}`, sk: 'EXE' }),
  lease: (group: string): Key => ({ pk: `LEASE#${group}`, sk: 'LEASE' }),
  window: (service: string): Key => ({ pk: `LIMIT#${service}`, sk: 'LIMIT' }),
  account: (): Key => ({ pk: 'ACCOUNT#limits', sk: 'ACCOUNT' }),
  /** All in one partition: they are always read together. Without a service the beginning of their keys. */
  sick: (service: string): Key => ({ pk: 'SICK#fleet', sk: `SVC#${service}` }),
  /** Sums of one scope, by what they are about: see `aboutKey`. */
  memory: (failureType: string, scope: string, about: string): Key => ({
    pk: `MEM#${failureType}`,
    sk: `${scope}#${about}`,
  }),
  /** Which claim of a source people were told of. */
  claims: (source: string): Key => ({ pk: `CLAIMS#${source}`, sk: 'CLAIMS' }),
  sweep: (): Key => ({ pk: 'SWEEP#last', sk: 'SWEEP' }),
  /** No incident is called so: their names begin with a time. */
  canary: (): Key => ({ pk: 'INC#canary', sk: 'CANARY' }),
  /** No service is called so: names are in lower case. */
  waits: (failureType: string): Key => ({ pk: `MEM#${failureType}`, sk: 'WAITS' }),
} as const;

/** Incidents, with their signals and attempts, are kept a year and a month: last year's season can be looked up. */
const INCIDENT_DAYS = 400;

/** Signals seen and executions are kept longer than anything redelivers (a day) or Step Functions remembers (90 days). */
const TRACE_DAYS = 120;

/** Value of the attribute `ttl` (epoch seconds) of what belongs to an incident, from a time in ms. */
export function incidentExpiry(at: number): number {
  return expiry(at, INCIDENT_DAYS);
}

/** As `incidentExpiry`, for what only guards against repetition. */
export function traceExpiry(at: number): number {
  return expiry(at, TRACE_DAYS);
}

function expiry(at: number, days: number): number {
  return Math.ceil(at / 1000) + days * 24 * 3600;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
