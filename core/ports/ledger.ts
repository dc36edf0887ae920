/**
 * The port of the ledger: services, incidents and their signals on record. Times are ms since the epoch; failures are
 * those of `errors.ts`.
 */
import type { Admission, AdmissionResult, JoinedSignal, DecisionRecord, SeenSignal } from '../incident/admission.ts';
import type { Incident } from '../incident/incident.ts';
import type { ServiceRecord } from '../incident/service-record.ts';

export interface Ledger {
  /** Record of a service; a fresh one (revision 0) when nothing was ever recorded. */
  service(name: string): Promise<ServiceRecord>;
  /** The last state recorded for a subject. */
  seen(subject: string): Promise<SeenSignal | undefined>;
  admit(admission: Admission): Promise<AdmissionResult>;
  /** @throws NotThere when there is no such incident. */
  load(incidentId: string): Promise<Incident>;
  incidentOf(executionArn: string): Promise<string | undefined>;
  /** The newest signals of the incident, its trigger among them unless there are more than 100; oldest first. */
  signals(incidentId: string): Promise<readonly JoinedSignal[]>;
  /**
   * Writes the incident if its stored revision is still `incident.revision`, and, while it is the service's open
   * incident, the service's health with it.
   * @returns the incident with its new revision. @throws Conflict when somebody wrote first.
   */
  save(incident: Incident): Promise<Incident>;
  /**
   * As `save`, and the service is free for its next incident. Refused when a signal joined after `signalsSeen`.
   */
  close(
    incident: Incident,
    signalsSeen: number,
  ): Promise<{ readonly kind: 'closed'; readonly incident: Incident } | { readonly kind: 'signals-joined' }>;
  /**
   * As `save`, of a claim that a measure agreed with at `at`: it becomes the service's open incident and the service counts
   * as failing. Undefined, and nothing is written, where another incident looks after it.
   */
  confirm(incident: Incident, at: number): Promise<Incident | undefined>;
  /**
   * Whether this claim is the one of its source that people are told of: the first within `CLAIM_NOTICE_HOURS`. Asked again
   * for the same incident it gives the same answer.
   */
  tellsOfClaims(source: string, incidentId: string, at: number): Promise<boolean>;
  /**
   * As `save`, and the incident is found by its (new) execution from then on: for one that takes up what another left.
   */
  takeOver(incident: Incident): Promise<Incident>;
  /**
   * Keeps what a decision was made on, and the decision as it was made, so that it can be made again with another runbook.
   * Told twice of the same time, the later counts. Too much to keep is dropped with a line in the log: nobody heals by it.
   */
  keepDecision(record: DecisionRecord): Promise<void>;
  /** Whether the final message went out; or, of a request to undo, by its time in ms since the epoch, the answer to that. */
  notified(incidentId: string, answers?: number): Promise<boolean>;
  markNotified(incidentId: string, at: number, answers?: number): Promise<void>;
}
