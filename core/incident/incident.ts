/**
 * An incident: one episode of one service failing in one way, from its first signal to its one outcome. It is the only
 * state of a heal; everything a person may ask about it later is in here. Times are ms since the epoch.
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

/** What an incident is that an application reported: see `claim.ts`. */
export interface Claim {
  /** `source` of the event: who says so. */
  readonly source: string;
  /** The incident that looks after what was claimed, as it was last seen; absent where there is none. */
  readonly lookedAfterBy?: string;
  /** The healer's own measure that agreed, in words; absent until one did. */
  readonly confirmedBy?: string;
  /** People need not be told of its end: another incident of the service tells them, or a claim of the same source did. */
  readonly quiet?: true;
}

export interface Candidate {
  readonly remedy: RemedyKind;
  readonly class: RemedyClass;
  /** What it would do, in words: "replace 1 of 3 tasks". */
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
    /** At all other services together, faded; absent where that is less than one attempt. */
    readonly elsewhere?: { readonly successes: number; readonly attempts: number };
    /** Present where most of what happened here has faded. */
    readonly longAgo?: true;
    /** Present where memory could not be read. */
    readonly unread?: true;
  };
  /** Why it is not possible now; empty when it is. */
  readonly holds: readonly Hold[];
  /** What each guard of its own said, where the remedy has some. */
  readonly guards?: GuardVerdicts;
}

/** What was decided and why: stored for every decision, refusals included. */
export interface Decision {
  readonly at: number;
  readonly mode: Mode;
  /** In which experience was looked up. */
  readonly context: Context;
  readonly kind: 'act' | 'ask' | 'page' | 'hold' | 'wait' | 'recovered';
  readonly chosen?: RemedyKind;
  /** What a person is asked about beyond the remedy, as its plan names it. */
  readonly askTarget?: string;
  /** The dependency it recovered with; absent where it recovered by itself. */
  readonly recoveredWith?: string;
  /** A person was asked about what was chosen, and said yes. */
  readonly approved?: boolean;
  /** What would have been chosen without it; absent when nothing else was possible. */
  readonly runnerUp?: RemedyKind;
  readonly candidates: readonly Candidate[];
  /** Reasons that concern the whole incident rather than one remedy. */
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
  /** Whether a success was one for good is known to memory alone. */
  readonly status: Exclude<AttemptStatus, 'relapsed'>;
  readonly journal: Journal;
  /** Why it ended as it did, for people and memory. */
  readonly reason?: string;
  /** Why it was stopped before one of its moves, by name. */
  readonly holds?: readonly Hold[];
  /** What it changed was as before, or changed by others, when the incident was still open: it leaves nothing. */
  readonly undone?: boolean;
  /** The healer itself failed while it was made. */
  readonly executionError?: boolean;
  /** A person was asked before, and said yes. */
  readonly approved?: boolean;
  /** Undo made things worse, or was needed because they were. */
  readonly harmful?: boolean;
  /** Since when its next move waits for a read that failed, ms since the epoch; absent while nothing does. */
  readonly unreadSince?: number;
}

/** The right to act: lease of the group with its fence. Checked again before every side effect. */
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
  /** How far the metrics reached at the last look; absent while none of them had a reading. */
  readonly reached?: Reached;
}

export interface TimelineEntry {
  readonly at: number;
  readonly text: string;
}

/** What a message of the reaper or the sweep is about: see `upkeep-notices.ts`. */
export interface NoticeSubject {
  readonly about: 'end' | 'toggle-stays' | 'tasks-stay' | 'undo-died' | 'undo-answer' | 'storm';
  /** The request to undo that it is about, by when it was asked for, ms since the epoch. */
  readonly request?: number;
}

export interface UpkeepNotice extends NoticeSubject {
  readonly to: 'people' | 'chat';
  /** When it was sent, ms since the epoch. */
  readonly at: number;
}

/** Entries kept on an incident; a heal has about twenty, a runaway must not outgrow the item. */
export const TIMELINE_MAX = 120;

export interface Incident {
  readonly id: string;
  readonly service: string;
  readonly failureType: string;
  readonly phase: Phase;
  /** Steps taken: grows with every answered command. */
  readonly sequence: number;
  /** Writes made: the condition of the next one. */
  readonly revision: number;
  readonly executionArn: string;
  readonly catalogVersion: string;
  readonly openedAt: number;
  /** Time of the last step: the last sign of life. */
  readonly steppedAt: number;
  /** First sign of the failure; what a rollback compares with the deployment's start. */
  readonly onsetAt: number;
  readonly trigger: Signal;
  /** Present where an application's signal opened it; absent in incidents of versions that took its word for it. */
  readonly claim?: Claim;
  /** Present when it is the return of a failure that counted as healed. */
  readonly relapse?: Relapse;
  /** How often the same failure was healed at this service within the day before; absent when it was not. */
  readonly healsBefore?: number;
  /** What was seen beside the alarm when it was first decided on: by which memory tells its results apart. */
  readonly context?: Context;
  readonly alarms: readonly WatchedAlarm[];
  /** Values of the guard and alarm metrics before the healer acted; absent where there was no data. */
  readonly before: Readonly<Partial<Record<MetricName, number>>>;
  readonly attempts: readonly Attempt[];
  /** What its attempts left changed; absent while it is open. */
  readonly leftovers?: readonly Leftover[];
  readonly decisions: readonly Decision[];
  readonly reservation?: Reservation;
  /** When waiting for its turn began. */
  readonly queuedAt?: number;
  readonly announced: boolean;
  /** The last question a person was asked about it. */
  readonly ask?: Ask;
  /** The storm it was part of, by when that began: told once for all. */
  readonly storm?: number;
  /** Messages that the reaper or the sweep sent because its execution could not. */
  readonly upkeepNotices?: readonly UpkeepNotice[];
  /** A person asked to undo what was done for it. */
  readonly undoAsked?: UndoAsked;
  /** How often another execution took up what one that died had left to do. */
  readonly resumed?: number;
  /** How often a signal kept it from closing. */
  readonly reopened: number;
  /** Failing signals taken into account so far, the trigger included: closing is refused when there are more. */
  readonly signalsSeen: number;
  readonly verification?: Verification;
  readonly health: HealthState;
  readonly outcome?: Outcome;
  readonly outcomeReason?: string;
  readonly closedAt?: number;
  readonly timeline: readonly TimelineEntry[];
  /** The answer to the last step, given again when the step is asked again. */
  readonly command: Command;
}
