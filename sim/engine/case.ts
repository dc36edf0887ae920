/**
 * One fault and all that is done about it so far, while the run goes on; its record when the run is over.
 */
import { DECISION_POLICY } from '../../core/decide/policy.ts';
import type { HoldReason } from '../../core/holds/reasons.ts';
import type { Fault } from '../world/faults.ts';
import { REMEDY_ROWS } from '../world/remedies.ts';
import type { Remedy } from '../world/remedies.ts';
import { downtimeMinutes, end, troubleOf } from './trouble.ts';
import type { Trouble } from './trouble.ts';
import type { AttemptRecord, FaultRecord, IncidentRecord } from './record.ts';

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

export interface Case {
  readonly trouble: Trouble;
  readonly closed: IncidentRecord[];
  incident: OpenIncident | undefined;
  /** Uses of each remedy so far, over all incidents of the fault. */
  readonly uses: Map<Remedy, number>;
  pages: number;
  relapses: number;
  disruption: number;
}

export function caseOf(fault: Fault): Case {
  const nothingYet = { closed: [], uses: new Map<Remedy, number>(), pages: 0, relapses: 0, disruption: 0 };
  return { trouble: troubleOf(fault), incident: undefined, ...nothingYet };
}

/** Begins an incident. */
export function openedAt(one: Case, at: number): OpenIncident {
  const lists = { attempts: [], tried: [], waited: new Map<HoldReason, number>(), instead: [] };
  one.incident = { openedAt: at, ...lists, waits: undefined, paged: false, tellsOfStorm: false };
  return one.incident;
}

/** The incident that is open. @throws Error when there is none */
export function incidentOf(one: Case): OpenIncident {
  if (one.incident === undefined) throw new Error(`fault ${one.trouble.fault.index} has no open incident`);
  return one.incident;
}

/** A person is asked, and ends it in the time a person needs. */
export function paged(one: Case, at: number): void {
  incidentOf(one).paged = true;
  one.pages += 1;
  end(one.trouble, at + one.trouble.fault.humanMinutes);
}

/** Adds what using the remedy costs by itself, weighed as the healer weighs it. */
export function disrupted(one: Case, remedy: Remedy): void {
  const weight = DECISION_POLICY.disruptionWeight[one.trouble.fault.service.tier];
  one.disruption += weight * REMEDY_ROWS[remedy].disruptionMinutes;
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

export function recordOf(one: Case): FaultRecord {
  return {
    fault: one.trouble.fault,
    incidents: one.closed,
    downtimeMinutes: downtimeMinutes(one.trouble),
    disruptionMinutes: one.disruption,
    pages: one.pages,
    relapses: one.relapses,
  };
}
