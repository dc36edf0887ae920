/**
 * The port of the ledger: records of services, incidents and their signals. Times are ms since the epoch; failures are
 * those of `errors.ts`.
 */
import type { Admission, AdmissionResult, JoinedSignal, DecisionRecord, SeenSignal } from '../incident/admission.ts';
import type { Incident } from '../incident/incident.ts';
import type { ServiceRecord } from '../incident/service-record.ts';

export interface Ledger {
  /** Record of a service; a fresh one (revision 0) for an unknown service. */
  service(name: string): Promise<ServiceRecord>;
  /** The last state recorded for a subject. */
  seen(subject: string): Promise<SeenSignal | undefined>;
  admit(admission: Admission): Promise<AdmissionResult>;
  /** @throws NotThere when there is no such incident. */
  load(incidentId: string): Promise<Incident>;
  incidentOf(executionArn: string): Promise<string | undefined>;
  /** The newest signals of the incident, oldest first; its trigger is among them unless there are more than 100. */
  signals(incidentId: string): Promise<readonly JoinedSignal[]>;
  /**
   * Writes the incident if its stored revision is still `incident.revision`, and the service's health with it while it
   * is the service's open incident.
   * @returns the incident with its new revision. @throws Conflict when another writer was first.
   */
  save(incident: Incident): Promise<Incident>;
  /** As `save`, and frees the service for its next incident. Refused when a signal joined after `signalsSeen`. */
  close(
    incident: Incident,
    signalsSeen: number,
  ): Promise<{ readonly kind: 'closed'; readonly incident: Incident } | { readonly kind: 'signals-joined' }>;
  /**
   * As `save`, for a claim that a measure confirmed at `at`: it becomes the service's open incident, and the service
   * counts as failing. Undefined, without a write, where another incident looks after the failure.
   */
  confirm(incident: Incident, at: number): Promise<Incident | undefined>;
  /**
   * Whether people are told of this claim of its source: the first within `CLAIM_NOTICE_HOURS`. The same incident gets
   * the same answer again.
   */
  tellsOfClaims(source: string, incidentId: string, at: number): Promise<boolean>;
  /** As `save`, and the incident is found by its new execution: for one that takes over leftovers. */
  takeOver(incident: Incident): Promise<Incident>;
  /**
   * Keeps the facts of a decision and the decision, so that it can be repeated with another runbook. A second record of
   * the same time replaces the first. One that is too large is dropped with a line in the log: no heal depends on it.
   */
  keepDecision(record: DecisionRecord): Promise<void>;
  /** Whether the final message was sent; or the answer to an undo request of this time, ms since the epoch. */
  notified(incidentId: string, answers?: number): Promise<boolean>;
  markNotified(incidentId: string, at: number, answers?: number): Promise<void>;
}
