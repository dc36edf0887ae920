/**
 * One fault and all that is done about it so far, while the run goes on; its record when the run is over.
 */
import { DECISION_POLICY } from '../../core/decide/policy.ts';
import type { Outcome } from '../../core/vocabulary.ts';
import type { Result } from '../policies/policy.ts';
import type { Fault } from '../world/faults.ts';
import { REMEDY_ROWS } from '../world/remedies.ts';
import type { Remedy } from '../world/remedies.ts';
import { downtimeMinutes, troubleOf } from './trouble.ts';
import type { Trouble } from './trouble.ts';
import type { AttemptRecord, FaultRecord, IncidentRecord } from './record.ts';

export interface OpenIncident {
  readonly openedAt: number;
  readonly returns: number;
  readonly attempts: AttemptRecord[];
  readonly tried: Remedy[];
  paged: boolean;
  waitsSince: number | undefined;
}

export interface Case {
  readonly trouble: Trouble;
  readonly closed: IncidentRecord[];
  incident: OpenIncident | undefined;
  /** Uses of each remedy so far, over all incidents of the fault. */
  readonly uses: Map<Remedy, number>;
  /** The last success, while it may turn out to be none. */
  credit: Result | undefined;
  pages: number;
  relapses: number;
  disruption: number;
}

export function caseOf(fault: Fault): Case {
  const nothingYet = { closed: [], uses: new Map<Remedy, number>(), pages: 0, relapses: 0, disruption: 0 };
  return { trouble: troubleOf(fault), incident: undefined, credit: undefined, ...nothingYet };
}

/** The incident that is open. @throws Error when there is none */
export function incidentOf(one: Case): OpenIncident {
  if (one.incident === undefined) throw new Error(`fault ${one.trouble.fault.index} has no open incident`);
  return one.incident;
}

/** Adds what using the remedy costs by itself, weighed as the healer weighs it. */
export function disrupted(one: Case, remedy: Remedy): void {
  const weight = DECISION_POLICY.disruptionWeight[one.trouble.fault.service.tier];
  one.disruption += weight * REMEDY_ROWS[remedy].disruptionMinutes;
}

/** Ends the open incident. */
export function closed(one: Case, outcome: Outcome, at: number): void {
  const { openedAt, attempts } = incidentOf(one);
  one.closed.push({ openedAt, closedAt: at, outcome, attempts });
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
