/**
 * What one signal means for a service: open an incident, join the open one, count a task stop, or change nothing. Pure:
 * from the service's records it computes the next ones, to be written all at once.
 */
import { alarmName, runbookFor, type Catalog } from '../catalog/catalog.ts';
import type { Runbook, SignalRule, Watch } from '../catalog/runbook.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import { openClaim } from '../incident/claim.ts';
import { openIncident } from '../incident/open.ts';
import type { Incident } from '../incident/incident.ts';
import type { WatchedAlarm } from '../signal/watched-alarm.ts';
import { withFailureBegun, withFailuresOver, withRelease } from '../incident/release-record.ts';
import { RED_ALARMS_MAX, TASK_STOPS_MAX, withHealth, type ServiceRecord } from '../incident/service-record.ts';
import { healsWithinADay, relapseOf, withRelapse } from '../incident/relapse.ts';
import { metricElements, watchPeriodSeconds, type MetricElement } from '../catalog/metrics.ts';
import { metricNamed, type IgnoreReason } from '../vocabulary.ts';
import { aboutBrought } from '../signal/about.ts';
import type { AlarmSignal, CustomSignal, Signal, TaskStoppedSignal } from '../signal/signal.ts';

export type AdmissionPlan =
  | { readonly kind: 'opens'; readonly record: ServiceRecord; readonly incident: Incident }
  | { readonly kind: 'joins'; readonly record: ServiceRecord; readonly incidentId: string }
  /** No execution continues, but the record remembers a counted stop, or an alarm that came back. */
  | {
      readonly kind: 'remembered';
      readonly record: ServiceRecord;
      readonly reason: IgnoreReason;
      readonly detail: string;
    }
  | { readonly kind: 'ignored'; readonly reason: IgnoreReason; readonly detail: string };

export interface Arrival {
  readonly signal: Signal;
  readonly catalog: Catalog;
  readonly service: ServiceEntry;
  readonly record: ServiceRecord;
  readonly executionArn: string;
  readonly now: number;
}

/** Decides what an arriving signal does. */
export function admit(arrival: Arrival): AdmissionPlan {
  if (arrival.signal.kind === 'custom') return admitClaim(arrival, arrival.signal);
  const record = remember(arrival);
  if (arrival.signal.kind === 'deploymentCompleted') return noted(arrival, record);
  if ('state' in arrival.signal && arrival.signal.state === 'OK') return cleared(arrival, record);
  const found = failureTypeOf(arrival, record);
  if (found.kind === 'none') {
    if (record === arrival.record) return { kind: 'ignored', reason: found.reason, detail: found.detail };
    return { kind: 'remembered', record, reason: found.reason, detail: found.detail };
  }
  if (record.openIncidentId !== undefined) {
    return joins({ ...record, signalCount: record.signalCount + 1 }, record.openIncidentId, arrival);
  }
  const { probe } = record;
  if (probe !== undefined && probe.failureType === found.runbook.failureType && arrival.now < probe.until) {
    // The failure of a toggle on trial: the incident that watches it flips it again.
    return joins(record, probe.incidentId, arrival);
  }
  return opens(arrival, record, found.runbook);
}

/**
 * Signals kept with one incident. The healer reads the newest hundred; this leaves room for the tasks of a large
 * service that stop during a heal, and none for a flood.
 */
const JOINED_MAX = 1_000;

/** A further signal of an open incident. Of a flood, the rest is counted and not kept. */
function joins(record: ServiceRecord, incidentId: string, { signal, record: before }: Arrival): AdmissionPlan {
  const { joined = 0 } = record;
  if (joined < JOINED_MAX) return { kind: 'joins', record: { ...record, joined: joined + 1 }, incidentId };
  const what = { reason: 'joined-enough' as const, detail: `${incidentId} has ${joined} signals: ${signal.summary}` };
  return record === before ? { kind: 'ignored', ...what } : { kind: 'remembered', record, ...what };
}

/**
 * Claims kept with one incident: people see them, and the healer draws no conclusion from them. With an open claim so
 * many of each source, so that a flood from one source does not silence another.
 */
const CLAIMS_JOINED_MAX = 20;

/**
 * An application's signal. A failure opens a claim, unless a claim or an incident is open; a report that it is over
 * ends nothing alone. Both are kept with what is open, up to the limit.
 */
function admitClaim(arrival: Arrival, signal: CustomSignal): AdmissionPlan {
  const { catalog, service, record, now } = arrival;
  const runbook = runbookFor(catalog, service, signal.failureType);
  if (runbook === undefined) return notWatched(`${service.name} has no runbook ${signal.failureType}`);
  const open = record.openIncidentId ?? openClaim(record, now);
  if (open !== undefined) return joinsClaim(record, signal, open);
  if (signal.state === 'OK') {
    return { kind: 'ignored', reason: 'returned-to-ok-without-incident', detail: signal.summary };
  }
  const incident = openIncident({ ...arrival, runbook, alarms: [] });
  const claim = { incidentId: incident.id, at: now };
  return { kind: 'opens', record: { ...record, claim, joined: 0 }, incident };
}

function joinsClaim(record: ServiceRecord, { source = '', summary }: CustomSignal, incidentId: string): AdmissionPlan {
  const { openIncidentId, claim, joined = 0 } = record;
  const beside = openIncidentId === undefined ? claim : undefined;
  const count = beside === undefined ? joined : (beside.joinedBy?.[source] ?? 0);
  if (count >= CLAIMS_JOINED_MAX) {
    return { kind: 'ignored', reason: 'joined-enough', detail: `${incidentId} has ${count} signals: ${summary}` };
  }
  if (beside === undefined) return { kind: 'joins', record: { ...record, joined: joined + 1 }, incidentId };
  const counted = { ...beside, joinedBy: { ...beside.joinedBy, [source]: count + 1 } };
  return { kind: 'joins', record: { ...record, claim: counted }, incidentId };
}

function notWatched(detail: string): AdmissionPlan {
  return { kind: 'ignored', reason: 'not-watched', detail };
}

function opens(arrival: Arrival, record: ServiceRecord, runbook: Runbook): AdmissionPlan {
  const { now, signal } = arrival;
  const relapse = relapseOf(record, runbook.failureType, now);
  const healsBefore = healsWithinADay(record, runbook.failureType, now);
  const known = relapse === undefined ? record : withRelapse(record, relapse, now);
  const incident = openIncident({ ...arrival, runbook, relapse, healsBefore, alarms: watchedAlarms(arrival) });
  const degraded = withHealth(known, { at: now, to: incident.health, incidentId: incident.id, why: signal.summary });
  const failing = withFailureBegun(degraded, incident);
  return { kind: 'opens', record: { ...failing, openIncidentId: incident.id, signalCount: 1, joined: 0 }, incident };
}

/** A release is recorded and starts nothing; an open incident reads from ECS what is deployed. */
function noted({ signal, record: before }: Arrival, record: ServiceRecord): AdmissionPlan {
  const what = { reason: 'informational' as const, detail: signal.summary };
  return record === before ? { kind: 'ignored', ...what } : { kind: 'remembered', record, ...what };
}

function remember({ signal, record }: Arrival): ServiceRecord {
  if (signal.kind === 'deploymentCompleted') {
    const { deploymentId, taskDefinitionArn, at: completedAt } = signal;
    return taskDefinitionArn === undefined
      ? record
      : withRelease(record, { deploymentId, taskDefinitionArn, completedAt });
  }
  if (signal.kind === 'taskStopped') {
    const stop = { taskArn: signal.taskArn, at: signal.at, cause: signal.cause };
    return { ...record, stops: [...record.stops, stop].slice(-TASK_STOPS_MAX) };
  }
  if (signal.kind !== 'alarm') return record;
  const others = record.redAlarms.filter((name) => name !== signal.alarmName);
  const redAlarms = signal.state === 'ALARM' ? [...others, signal.alarmName].slice(-RED_ALARMS_MAX) : others;
  return { ...record, redAlarms };
}

/** Back to OK: evidence for an open incident; without one, the end of a state that was not healed. */
function cleared(arrival: Arrival, record: ServiceRecord): AdmissionPlan {
  const { signal, now } = arrival;
  if (record.openIncidentId !== undefined) return joins(record, record.openIncidentId, arrival);
  const detail = signal.summary;
  if (record.redAlarms.length > 0) {
    return { kind: 'remembered', record, reason: 'returned-to-ok-without-incident', detail };
  }
  const healthy = withFailuresOver(withHealth(record, { at: now, to: 'Healthy', why: detail }), now);
  return { kind: 'remembered', record: healthy, reason: 'returned-to-ok-without-incident', detail };
}

type FoundFailure =
  | { readonly kind: 'found'; readonly runbook: Runbook }
  | { readonly kind: 'none'; readonly reason: IgnoreReason; readonly detail: string };

function failureTypeOf(arrival: Arrival, record: ServiceRecord): FoundFailure {
  const { catalog, service, signal } = arrival;
  if (signal.kind === 'alarm') {
    const runbook = runbookFor(catalog, service, signal.failureType);
    if (runbook !== undefined) return { kind: 'found', runbook };
    return { kind: 'none', reason: 'not-watched', detail: `${service.name} has no runbook ${signal.failureType}` };
  }
  let shortOf: string | undefined;
  for (const failureType of Object.keys(service.runbooks)) {
    const runbook = runbookFor(catalog, service, failureType);
    const rule = runbook?.signals.find((candidate) => matches(candidate, signal));
    if (runbook === undefined || rule === undefined) continue;
    if (rule.kind !== 'taskStopped') return { kind: 'found', runbook };
    const stops = countStops(rule, signal as TaskStoppedSignal, record);
    if (stops >= rule.count) return { kind: 'found', runbook };
    shortOf = `${stops} of ${rule.count} stops within ${rule.withinMinutes} minutes`;
  }
  if (shortOf !== undefined) return { kind: 'none', reason: 'below-count', detail: shortOf };
  return { kind: 'none', reason: 'not-watched', detail: `no runbook of ${service.name} asks for ${signal.kind}` };
}

function matches(rule: SignalRule, signal: Signal): boolean {
  switch (rule.kind) {
    case 'taskStopped':
      return signal.kind === 'taskStopped' && signal.cause === rule.cause;
    case 'deploymentFailed':
      return signal.kind === 'deploymentFailed';
    case 'serviceAction':
      return signal.kind === 'serviceAction' && rule.events.includes(signal.eventName);
    case 'custom':
      return false;
  }
}

type TaskStoppedRule = Extract<SignalRule, { kind: 'taskStopped' }>;

/** Other tasks of this cause that stopped within the rule's window before this one. */
function countStops(rule: TaskStoppedRule, signal: TaskStoppedSignal, record: ServiceRecord): number {
  const since = signal.at - rule.withinMinutes * 60_000;
  const recent = record.stops.filter((stop) => stop.cause === rule.cause && stop.at >= since);
  return new Set(recent.map((stop) => stop.taskArn)).size;
}

/** The alarms of the trigger: itself, and the children that triggered a composite alarm. */
function watchedAlarms({ signal, catalog, service }: Arrival): readonly WatchedAlarm[] {
  return signal.kind === 'alarm' ? alarmsOfSignal(signal, catalog, service) : [];
}

/** The alarms of a signal. An unregistered child means what its parent means. */
export function alarmsOfSignal(
  { alarmName: parent, children }: Pick<AlarmSignal, 'alarmName' | 'children'>,
  catalog: Catalog,
  service: ServiceEntry,
): readonly WatchedAlarm[] {
  return [parent, ...children].map((name) => watchedAlarm(name, catalog, service, parent));
}

/**
 * An alarm by name. For the construct's own alarms, with its measure and what it is about; for a brought alarm the
 * decision reads both, and until then the declaration counts.
 */
export function watchedAlarm(
  name: string,
  catalog: Catalog,
  service: ServiceEntry,
  parent: string = name,
): WatchedAlarm {
  for (const failureType of Object.keys(service.runbooks)) {
    const runbook = runbookFor(catalog, service, failureType);
    const watch = runbook?.watch.find((w) => alarmName(catalog.healer, service.name, failureType, w.id) === name);
    const elements = watch === undefined ? undefined : metricElements(watch.metric, service);
    if (watch !== undefined && elements !== undefined) return ownAlarm(name, watch, elements, service);
  }
  return { alarmName: name, about: aboutBrought([name, parent], catalog) };
}

function ownAlarm(name: string, watch: Watch, elements: readonly MetricElement[], service: ServiceEntry): WatchedAlarm {
  const { comparison, threshold, metric, forecast } = watch;
  const about = { symptoms: [metricNamed(metric).symptom], by: 'own' as const, side: comparison };
  // A band moves, so only CloudWatch knows what is normal now: the state of the alarm counts.
  if (watch.anomalyDeviations !== undefined) return { alarmName: name, about };
  const measure = { elements, periodSeconds: service.periodSeconds, comparison, threshold, metric };
  const lingersSeconds = (watch.outOf - watch.breaching + 1) * watchPeriodSeconds(watch, service);
  if (forecast === undefined) return { alarmName: name, about, measure: { ...measure, lingersSeconds } };
  return { alarmName: name, about, measure: { ...measure, forecast: { floor: forecast.floor, lingersSeconds } } };
}
