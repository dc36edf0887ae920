/**
 * What is recorded of signals and decisions beside the incident itself. Times are ms since the epoch.
 */
import type { Incident, TimelineEntry } from './incident.ts';
import type { ServiceRecord } from './service-record.ts';
import type { Signal, SignalKey } from '../signal/signal.ts';

/** What intake wants recorded about one signal, all or nothing. */
export interface Admission {
  readonly signal: Signal;
  readonly event: unknown;
  readonly executionArn: string;
  readonly at: number;
  /** The service's record after the signal; its `revision` is the one that was read. */
  readonly record: ServiceRecord;
  /** Present when the signal opens an incident. */
  readonly opens?: Incident;
  /** Present when it joins one that is open. */
  readonly joins?: { readonly incidentId: string; readonly entry: TimelineEntry };
}

export type AdmissionResult =
  | { readonly kind: 'recorded' }
  /** The subject's order was not above the last one; by whom it was recorded, and what came of it. */
  | { readonly kind: 'duplicate'; readonly executionArn: string; readonly incidentId?: string }
  /** The service's record changed meanwhile: read it again. */
  | { readonly kind: 'conflict' };

export interface JoinedSignal {
  readonly signal: Signal;
  readonly at: number;
}

export interface DecisionRecord {
  readonly incidentId: string;
  readonly at: number;
  /** `facts` and `decision` as JSON: a line of a recording that the simulator replays. */
  readonly json: string;
}

/** The last state recorded for a subject, by whom, and the incident it opened or joined. */
export interface SeenSignal {
  readonly key: SignalKey;
  readonly executionArn: string;
  readonly incidentId?: string;
}
