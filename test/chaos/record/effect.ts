/**
 * What really happened in a world, as its own records tell it: the only thing that invariants judge. Plain data, each in
 * the order in which it took effect; times are ms since the epoch, and true.
 */
import type { Incident } from '../../../core/incident/incident.ts';
import type { Move } from '../../../core/incident/journal.ts';
import type { AccountPolicy, ServicePolicy } from '../../../core/limits/policy.ts';
import type { StormLevel } from '../../../core/limits/storm.ts';
import type { ActionKind, Outcome, RemedyClass } from '../../../core/vocabulary.ts';
import type { FaultKind } from '../faults/kinds.ts';
import type { Evidence } from './evidence.ts';

interface Happened {
  readonly at: number;
}

/** A reservation that was written. */
export interface Granted extends Happened {
  readonly kind: 'granted';
  readonly incidentId: string;
  readonly attempt: number;
  readonly service: string;
  readonly group: string;
  readonly fence: number;
  readonly attemptsMax: number;
  readonly windowMinutes: number;
  readonly state: string;
  readonly remedy: ActionKind;
  readonly class: RemedyClass;
  /** Whether people keep this remedy for themselves, by what was configured and read then. */
  readonly needsApproval: boolean;
  /** Whether it is disruptive, and the service's error budget was read to be spent. */
  readonly budgetSpent: boolean;
  /** Whether memory was read to say that it made things worse too often. */
  readonly harmful: boolean;
  /** The storm on record once it was written. */
  readonly storm: StormLevel;
  /** Services there are, and by what they are limited. */
  readonly services: number;
  readonly limits: { readonly account: AccountPolicy; readonly service: ServicePolicy };
}

/** A storm began, grew or ended on record. */
export interface StormChanged extends Happened {
  readonly kind: 'storm';
  readonly level: StormLevel;
  /** Whether the world is swept: the sweep tells people of a storm whose witness died. */
  readonly swept: boolean;
}

/** A lease extended or given back, as the store has it now. */
export interface LeaseChanged extends Happened {
  readonly kind: 'renewed' | 'released';
  readonly incidentId: string;
  readonly group: string;
  readonly state: string;
}

/** What was read of a task before it was stopped. */
export interface StoppedTask {
  /** ECS said that nothing protects it, or its service says that protection does not count. */
  readonly free: boolean;
  /** It was registered in no target group. */
  readonly drained: boolean;
}

/** A change of the world by the healer. */
export interface Moved extends Happened {
  readonly kind: 'moved';
  readonly incidentId: string;
  readonly service: string;
  readonly group: string;
  readonly state: string;
  readonly operation: 'apply' | 'undo';
  readonly move: Move;
  /** Number of the attempt it is of; absent where it is of none. */
  readonly attempt?: number;
  /** Whether it restores what a closed incident left. */
  readonly afterClose: boolean;
  /** Whether it is the first move of its attempt. */
  readonly first: boolean;
  /** Whether the incident's record, as stored now, has this move as one to be made. */
  readonly journalled: boolean;
  readonly triggeredByAlarm: boolean;
  /** Whether an application's word began the incident. */
  readonly claimed: boolean;
  /** Whether the service really failed within the last half hour. */
  readonly sickLately: boolean;
  /** Of a task that is stopped, what was read since the move before; absent for other moves. */
  readonly stopped?: StoppedTask;
  readonly evidence: Evidence;
  /** What it is done to, in the words of questions; absent where a yes holds whatever it is. */
  readonly target?: string;
  /** Whether the healer wanted such a deployment itself, so that the one under way is its own. */
  readonly ownDeployment: boolean;
  /** What the toggle must have been before; absent for other moves. */
  readonly toggleFound?: string;
  /** Counts that the healer found or set in this attempt; absent for other moves. */
  readonly countsKnown?: readonly number[];
  /**
   * Tasks in service without the one that is touched: the most there were at any moment since ECS was asked. Fewer than
   * that is not the healer's doing.
   */
  readonly inService: number;
  /** The least that must stay in service. */
  readonly budget: number;
  /** The fewest tasks that another actor wanted since ECS was asked. */
  readonly wanted: number;
}

export interface Opened extends Happened {
  readonly kind: 'opened';
  readonly incidentId: string;
  readonly service: string;
}

export interface Closed extends Happened {
  readonly kind: 'closed';
  readonly incidentId: string;
  readonly service: string;
  readonly outcome: Outcome | undefined;
  readonly state: string;
  /** Whether the service was free of what the incident is about at some moment of the last minutes, as far as the world knows. */
  readonly wellLately: boolean;
}

export interface Told extends Happened {
  readonly kind: 'told';
  readonly incidentId: string;
  readonly message: 'start' | 'question' | 'reminder' | 'end' | 'leftover' | 'undone' | 'storm' | 'other';
  readonly outcome: string;
  readonly state: string;
  /** Of a question, what it names that would be done; absent for other messages. */
  readonly targets?: readonly string[];
}

/** A stage failed in a way that no fault explains. */
export interface Defect extends Happened {
  readonly kind: 'defect';
  readonly state: string;
  readonly error: string;
  readonly cause: string;
}

export interface Attacked extends Happened {
  readonly kind: 'fault';
  readonly fault: FaultKind;
  readonly state: string;
  readonly point: string;
  readonly incidentId: string | undefined;
}

export interface LeftToggle {
  readonly parameter: string;
  readonly value: string | undefined;
  /** What it was before the healer touched it, or what another actor wrote last. */
  readonly expected: string | undefined;
  /** Whether people were told how to restore it. */
  readonly told: boolean;
}

/** A service that only the healer scaled, and whose count is not as it was. */
export interface LeftCount {
  readonly service: string;
  readonly count: number;
  readonly wanted: number;
  /** Whether the end of an incident of it says so. */
  readonly told: boolean;
}

/** The world once nothing is left to happen. */
export interface Ended extends Happened {
  readonly kind: 'ended';
  /** Until when it was unattended: ms since the epoch, 0 where it never was. */
  readonly unattendedUntil: number;
  /** Whether anything was still to happen when the world was given up. */
  readonly stuck: boolean;
  readonly incidents: readonly Incident[];
  readonly leases: readonly { readonly group: string; readonly holder: string; readonly until: number }[];
  readonly toggles: readonly LeftToggle[];
  readonly counts: readonly LeftCount[];
  readonly running: number;
  /** Attempts that memory counts, of all services and of each added up. */
  readonly counted: { readonly all: number; readonly each: number };
}

/** The healer's table is as it was then: what was judged before says nothing of what follows. */
export interface Restored extends Happened {
  readonly kind: 'restored';
  readonly asOf: number;
}

export type Effect =
  Restored | Granted | StormChanged | LeaseChanged | Moved | Opened | Closed | Told | Defect | Attacked | Ended;
