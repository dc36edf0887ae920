/** What intake records about signals and decisions besides the incident. Times are ms since the epoch. */
import type { Incident, TimelineEntry } from './incident.ts';
import type { ServiceRecord } from './service-record.ts';
import type { Signal, SignalKey } from '../signal/signal.ts';

/** What intake records about one signal, all or nothing. */
export interface Admission {
  readonly signal: Signal;
  readonly event: unknown;
  readonly executionArn: string;
  readonly at: number;
  /** The service's record after the signal; its `revision` is the one that intake read. */
  readonly record: ServiceRecord;
  /** Present when the signal opens an incident. */
  readonly opens?: Incident;
  /** Present when it joins one that is open. */
  readonly joins?: { readonly incidentId: string; readonly entry: TimelineEntry };
}

export type AdmissionResult =
  | { readonly kind: 'recorded' }
  /** Not newer than the last signal recorded for the subject: who recorded that, and the incident it led to. */
  | { readonly kind: 'duplicate'; readonly executionArn: string; readonly incidentId?: string }
  /** The service's record has changed since: read it again. */
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

/** The last signal recorded for a subject, who recorded it, and the incident it opened or joined. */
export interface SeenSignal {
  readonly key: SignalKey;
  readonly executionArn: string;
  readonly incidentId?: string;
}
