/**
 * An incident: one episode of one service failing in one way, from its first signal to its one outcome. It is the only
 * state of a heal, and answers every later question about it. Times are ms since the epoch.
 */
import type { WatchedAlarm } from '../signal/watched-alarm.ts';
import type { Ask } from './ask.ts';
import type { Context } from '../memory/context.ts';
import type { Relapse } from './heal.ts';
import type { Signal } from '../signal/signal.ts';
import type { UndoAsked } from './undo-asked.ts';
import type { Reached } from './reached.ts';
import type {
  ActionKind,
  AttemptStatus,
  HealthState,
  MetricName,
  Mode,
  Outcome,
  RemedyClass,
  RemedyKind,
  Verdict,
} from '../vocabulary.ts';
import type { GuardVerdicts, Hold } from '../holds/hold.ts';
import type { Command } from './command.ts';
import type { Journal } from './journal.ts';
import type { Leftover } from './leftover.ts';

export type Phase = 'deciding' | 'acting' | 'verifying' | 'undoing' | 'learning' | 'closing' | 'closed';

/** The claim of an incident that an application reported; see `claim.ts`. */
export interface Claim {
  /** `source` of the event. */
  readonly source: string;
  /** The incident that looks after the claimed failure, when last checked; absent without one. */
  readonly lookedAfterBy?: string;
  /** The healer's own measure that confirmed it, in words; absent until then. */
  readonly confirmedBy?: string;
  /** People get no message about its end, because one about another incident or claim tells them. */
  readonly quiet?: true;
}

export interface Candidate {
  readonly remedy: RemedyKind;
  readonly class: RemedyClass;
  /** What the remedy would do: "replace 1 of 3 tasks". */
  readonly plan: string;
  /** Mean chance of success, 0-1, and one standard deviation of the belief. */
  readonly mean: number;
  readonly deviation: number;
  /** Where the chance lies with 80 % probability, 0-1. */
  readonly low: number;
  readonly high: number;
  /** Expected minutes of downtime and disruption when tried. */
  readonly costMinutes: number;
  /** mean / costMinutes: higher is tried first. */
  readonly score: number;
  readonly history: {
    readonly successes: number;
    readonly attempts: number;
    readonly executionErrors?: number;
    /** At all other services together, faded; absent below one attempt. */
    readonly elsewhere?: { readonly successes: number; readonly attempts: number };
    /** Present where most of the experience here has faded. */
    readonly longAgo?: true;
    /** Present where memory could not be read. */
    readonly unread?: true;
  };
  /** Why it is not possible now; empty when it is possible. */
  readonly holds: readonly Hold[];
  /** What each of its own guards said, if it has guards. */
  readonly guards?: GuardVerdicts;
}

/** A decision and its reasons, stored for every decision, also for refusals. */
export interface Decision {
  readonly at: number;
  readonly mode: Mode;
  /** The context in which experience was looked up. */
  readonly context: Context;
  readonly kind: 'act' | 'ask' | 'page' | 'hold' | 'wait' | 'recovered';
  readonly chosen?: RemedyKind;
  /** What the approval is about besides the remedy, as its plan names it. */
  readonly askTarget?: string;
  /** The dependency that it recovered with; absent for a recovery of its own. */
  readonly recoveredWith?: string;
  /** A person approved it. */
  readonly approved?: boolean;
  /** The next best choice; absent when no other was possible. */
  readonly runnerUp?: RemedyKind;
  readonly candidates: readonly Candidate[];
  /** Holds of the whole incident, not of one remedy. */
  readonly holds: readonly Hold[];
  /** What was known, one line each. */
  readonly evidence: readonly string[];
  /** At most three lines for a tired person. */
  readonly why: readonly string[];
}

/** One use of one remedy. */
export interface Attempt {
  readonly number: number;
  readonly remedy: ActionKind;
  readonly startedAt: number;
  readonly endedAt?: number;
  /** `relapsed` is known to memory only. */
  readonly status: Exclude<AttemptStatus, 'relapsed'>;
  readonly journal: Journal;
  /** Why it ended so, for people and memory. */
  readonly reason?: string;
  /** Holds that stopped it before one of its moves. */
  readonly holds?: readonly Hold[];
  /** Its changes were undone, or overwritten by other actors, while the incident was open: no leftover. */
  readonly undone?: boolean;
  /** The healer itself failed during the attempt. */
  readonly executionError?: boolean;
  /** A person approved it first. */
  readonly approved?: boolean;
  /** The undo made things worse, or the remedy did. */
  readonly harmful?: boolean;
  /** Since when its next move waits for a read that failed, ms since the epoch; absent while no move waits. */
  readonly unreadSince?: number;
}

/** The right to act: the group's lease with its fence. Checked again before every move. */
export interface Reservation {
  readonly group: string;
  readonly fence: number;
  readonly until: number;
}

export interface Verification {
  /** When the action ended: readings count from here, plus the warm-up. */
  readonly since: number;
  readonly checks: number;
  readonly verdict?: Verdict;
  readonly lines: readonly string[];
  /** How far the metrics reached at the last look; absent while none had a reading. */
  readonly reached?: Reached;
}

export interface TimelineEntry {
  readonly at: number;
  readonly text: string;
}

/** The subject of a message from the reaper or the sweep; see `upkeep-notices.ts`. */
export interface NoticeSubject {
  readonly about: 'end' | 'toggle-stays' | 'tasks-stay' | 'undo-died' | 'undo-answer' | 'storm';
  /** Time of the undo request that it is about, ms since the epoch. */
  readonly request?: number;
}

export interface UpkeepNotice extends NoticeSubject {
  readonly to: 'people' | 'chat';
  /** When it was sent, ms since the epoch. */
  readonly at: number;
}

/** Entries kept on an incident. A heal has about twenty; the limit keeps a runaway within the item's size. */
export const TIMELINE_MAX = 120;

export interface Incident {
  readonly id: string;
  readonly service: string;
  readonly failureType: string;
  readonly phase: Phase;
  /** Steps taken; grows with every answered command. */
  readonly sequence: number;
  /** Writes made: the condition of the next one. */
  readonly revision: number;
  readonly executionArn: string;
  readonly catalogVersion: string;
  readonly openedAt: number;
  /** Time of the last step: its sign of life. */
  readonly steppedAt: number;
  /** First sign of the failure. A rollback compares it with the start of the deployment. */
  readonly onsetAt: number;
  readonly trigger: Signal;
  /** Present where an application's signal opened it; absent in versions that believed such signals at once. */
  readonly claim?: Claim;
  /** Present when it is a relapse. */
  readonly relapse?: Relapse;
  /** Heals of the same failure at this service within the day before; absent for none. */
  readonly healsBefore?: number;
  /** The context of its first decision: memory keeps its results apart by it. */
  readonly context?: Context;
  readonly alarms: readonly WatchedAlarm[];
  /** Guard and alarm metrics before the healer acted; absent where they had no data. */
  readonly before: Readonly<Partial<Record<MetricName, number>>>;
  readonly attempts: readonly Attempt[];
  /** What its attempts left changed; absent while it is open. */
  readonly leftovers?: readonly Leftover[];
  readonly decisions: readonly Decision[];
  readonly reservation?: Reservation;
  /** When waiting for its turn began. */
  readonly queuedAt?: number;
  readonly announced: boolean;
  /** The last question to a person. */
  readonly ask?: Ask;
  /** Start of the storm it was part of; the storm's message speaks for all its members. */
  readonly storm?: number;
  /** Messages that the reaper or the sweep sent because its execution could not. */
  readonly upkeepNotices?: readonly UpkeepNotice[];
  /** A person asked to undo what was done for it. */
  readonly undoAsked?: UndoAsked;
  /** How often another execution took over leftovers from one that died. */
  readonly resumed?: number;
  /** How often a signal kept it from closing. */
  readonly reopened: number;
  /** Failing signals taken into account, the trigger included. The incident stays open while there are more. */
  readonly signalsSeen: number;
  readonly verification?: Verification;
  readonly health: HealthState;
  readonly outcome?: Outcome;
  readonly outcomeReason?: string;
  readonly closedAt?: number;
  readonly timeline: readonly TimelineEntry[];
  /** The answer to the last step, repeated when the step is asked again. */
  readonly command: Command;
}
