/** Something that fails and all that is done about it so far, while the run goes on. */
import type { HoldReason } from '../../core/holds/reasons.ts';
import type { Fault } from '../world/faults.ts';
import type { Remedy } from '../world/remedies.ts';
import type { AttemptRecord, IncidentRecord } from './record.ts';
import type { Truth } from './truth.ts';

export interface OpenIncident {
  readonly openedAt: number;
  readonly attempts: AttemptRecord[];
  readonly tried: Remedy[];
  /** Minutes that a remedy waited, by reason, and why another one was tried. */
  readonly waited: Map<HoldReason, number>;
  readonly instead: HoldReason[];
  /** What it waits for now. */
  waits: { readonly reason: HoldReason; readonly since: number } | undefined;
  /** Whether a person was asked, and whether that was by the message of a storm. */
  paged: boolean;
  tellsOfStorm: boolean;
}

/** What can be seen of what fails. */
export type Seen = Pick<Fault, 'index' | 'service' | 'signs'>;

export interface Case {
  readonly seen: Seen;
  readonly truth: Truth;
  readonly closed: IncidentRecord[];
  incident: OpenIncident | undefined;
  pages: number;
}

export function caseOf({ index, service, signs }: Seen, truth: Truth): Case {
  return { seen: { index, service, signs }, truth, closed: [], incident: undefined, pages: 0 };
}

/** Begins an incident. */
export function openedAt(one: Case, at: number): OpenIncident {
  const lists = { attempts: [], tried: [], waited: new Map<HoldReason, number>(), instead: [] };
  one.incident = { openedAt: at, ...lists, waits: undefined, paged: false, tellsOfStorm: false };
  return one.incident;
}

/** The incident that is open. @throws Error when there is none */
export function incidentOf(one: Case): OpenIncident {
  if (one.incident === undefined) throw new Error(`fault ${one.seen.index} has no open incident`);
  return one.incident;
}

/** A person is asked. */
export function paged(one: Case, at: number): void {
  incidentOf(one).paged = true;
  one.pages += 1;
  one.truth.personAsked(at, at);
}

/** Ends the open incident. @param wanted why a person was asked in place of a remedy */
export function closed(
  one: Case,
  how: Pick<IncidentRecord, 'closedAt' | 'outcome' | 'spokenFor'>,
  wanted?: HoldReason,
): void {
  const { openedAt: at, attempts, waited, instead, tellsOfStorm } = incidentOf(one);
  const withheld = { waited: Object.fromEntries(waited), instead, ...(wanted !== undefined && { paged: wanted }) };
  one.closed.push({ openedAt: at, attempts, withheld, tellsOfStorm, ...how });
  one.incident = undefined;
}
