/** Valid incidents, signals and requests for the contract suites; each test changes only what it is about. */
import type { Incident } from '../../core/incident/incident.ts';
import { ACCOUNT_POLICY, SERVICE_POLICY } from '../../core/limits/policy.ts';
import type { AttemptResult } from '../../core/memory/results.ts';
import type { Bounds, ReservationRequest } from '../../core/limits/requests.ts';
import type { Admission } from '../../core/incident/admission.ts';
import { freshServiceRecord, type ServiceRecord } from '../../core/incident/service-record.ts';
import type { AlarmSignal } from '../../core/signal/signal.ts';

/** 2026-11-20T02:10:00Z: when everything in the suites begins. */
export const START = Date.UTC(2026, 10, 20, 2, 10);
export const MINUTE = 60_000;

export function sampleSignal(change: Partial<AlarmSignal> = {}): AlarmSignal {
  return {
    kind: 'alarm',
    key: { subject: 'alarm/checkout-errors', order: START },
    service: 'checkout',
    at: START,
    summary: 'errorRatePercent was 12, limit 5',
    state: 'ALARM',
    alarmName: 'checkout-errors',
    failureType: 'error-rate',
    children: [],
    ...change,
  };
}

export function sampleIncident(change: Partial<Incident> = {}): Incident {
  return {
    id: 'inc-1',
    service: 'checkout',
    failureType: 'error-rate',
    phase: 'deciding',
    sequence: 0,
    revision: 0,
    executionArn: 'arn:aws:states:eu-west-1:123456789012:execution:healer:one',
    catalogVersion: 'v1',
    openedAt: START,
    steppedAt: START,
    onsetAt: START,
    trigger: sampleSignal(),
    alarms: [{ alarmName: 'checkout-errors' }],
    before: { errorRatePercent: 12 },
    attempts: [],
    decisions: [],
    announced: false,
    reopened: 0,
    signalsSeen: 1,
    health: 'Failing',
    timeline: [{ at: START, text: 'errorRatePercent was 12, limit 5' }],
    command: { kind: 'decide' },
    ...change,
  };
}

/** Intake opens an incident for the signal that triggers it. */
export function opening(incident: Incident = sampleIncident(), before?: ServiceRecord): Admission {
  const record = before ?? freshServiceRecord(incident.service);
  return {
    signal: incident.trigger,
    event: { source: 'aws.cloudwatch', detail: { alarmName: 'checkout-errors', nested: [1, { deep: true }] } },
    executionArn: incident.executionArn,
    at: incident.openedAt,
    record: { ...record, health: 'Failing', healthSince: START, openIncidentId: incident.id, signalCount: 1 },
    opens: incident,
  };
}

/** A further signal joins the open incident. */
export function joining(record: ServiceRecord, subject: string, at = START + MINUTE): Admission {
  const signal = sampleSignal({ key: { subject, order: at }, at });
  return {
    signal,
    event: { source: 'aws.cloudwatch', detail: { subject } },
    executionArn: `arn:aws:states:eu-west-1:123456789012:execution:healer:${subject}`,
    at,
    record: { ...record, signalCount: record.signalCount + 1 },
    joins: { incidentId: record.openIncidentId ?? '', entry: { at, text: `${subject} joined` } },
  };
}

/** A hundred services, so that ten may be healed at the same time; and more attempts at once than tests make. */
export const BOUNDS: Bounds = {
  services: 100,
  account: { ...ACCOUNT_POLICY, burst: 1_000, concurrentShare: 1 },
  service: { ...SERVICE_POLICY, attemptsPerDay: 1_000, gapMinutes: [0], sameRemedyMax: 1_000 },
};

export function reservation(change: Partial<ReservationRequest> = {}): ReservationRequest {
  return {
    incidentId: 'inc-1',
    attempt: 1,
    service: 'checkout',
    group: 'shop',
    failureType: 'error-rate',
    remedy: 'replaceTasks',
    attemptsMax: 3,
    windowMinutes: 60,
    stormLevelMax: 'none',
    bounds: BOUNDS,
    now: START,
    ...change,
  };
}

export function attemptResult(change: Partial<AttemptResult> = {}): AttemptResult {
  return {
    incidentId: 'inc-1',
    attempt: 1,
    failureType: 'error-rate',
    service: 'checkout',
    context: 'plain',
    remedy: 'replaceTasks',
    status: 'succeeded',
    harmful: false,
    minutes: 4,
    at: START,
    ...change,
  };
}
