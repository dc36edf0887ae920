/**
 * An incident: one episode of one service failing in one way, from its first signal to its one outcome. It is the only
 * state of a heal, and answers every later question about it. Times are ms since the epoch.
 */
import { WatchedAlarm } from '../signal/watched-alarm.ts';
import { Ask } from './ask.ts';
import { Relapse } from './heal.ts';
import { Signal } from '../signal/signal.ts';
import { UndoAsked } from './undo-asked.ts';
import { Reached } from './reached.ts';
import {
  REMEDY_KINDS,
  REMEDY_CLASSES,
  MODES,
  ACTION_KINDS,
  VERDICTS,
  METRIC_NAMES,
  HEALTH_STATES,
  OUTCOMES,
} from '../vocabulary.ts';
import { GuardVerdicts, Hold } from '../holds/hold.ts';
import { Command } from './command.ts';
import { Journal } from './journal.ts';
import { Leftover } from './leftover.ts';
import { time, fieldsOf, shape, flag, text, list, number, optional, bySome, yes, word, type Shaped } from '../shape.ts';

const PHASES = ['deciding', 'acting', 'verifying', 'undoing', 'learning', 'closing', 'closed'] as const;
export type Phase = (typeof PHASES)[number];

/** The claim of an incident that an application reported; see `claim.ts`. */
const Claim = shape({
  /** `source` of the event. */
  source: text,
  /** The incident that looks after the claimed failure, when last checked; absent without one. */
  lookedAfterBy: optional(text),
  /** The healer's own measure that confirmed it, in words; absent until then. */
  confirmedBy: optional(text),
  /** People get no message about its end, because one about another incident or claim tells them. */
  quiet: optional(yes),
});
export type Claim = Shaped<typeof Claim>;

export const Candidate = shape({
  remedy: word(REMEDY_KINDS),
  class: word(REMEDY_CLASSES),
  /** What the remedy would do: "replace 1 of 3 tasks". */
  plan: text,
  /** Mean chance of success, 0-1, and one standard deviation of the belief. */
  mean: number,
  deviation: number,
  /** Where the chance lies with 80 % probability, 0-1. */
  low: number,
  high: number,
  /** Expected minutes of downtime and disruption when tried. */
  costMinutes: number,
  /** mean / costMinutes: higher is tried first. */
  score: number,
  history: shape({
    successes: number,
    attempts: number,
    executionErrors: optional(number),
    /** At all other services together, faded; absent below one attempt. */
    elsewhere: optional(shape({ successes: number, attempts: number })),
    /** Present where most of the experience here has faded. */
    longAgo: optional(yes),
    /** Present where memory could not be read. */
    unread: optional(yes),
  }),
  /** Why it is not possible now; empty when it is possible. */
  holds: list(Hold),
  /** What each of its own guards said, if it has guards. */
  guards: optional(GuardVerdicts),
});
export type Candidate = Shaped<typeof Candidate>;

/** A decision and its reasons, stored for every decision, also for refusals. */
export const Decision = shape({
  at: time,
  mode: word(MODES),
  /** The context in which experience was looked up. */
  context: text,
  kind: word(['act', 'ask', 'page', 'hold', 'wait', 'recovered']),
  chosen: optional(word(REMEDY_KINDS)),
  /** What the approval is about besides the remedy, as its plan names it. */
  askTarget: optional(text),
  /** The dependency that it recovered with; absent for a recovery of its own. */
  recoveredWith: optional(text),
  /** A person approved it. */
  approved: optional(flag),
  /** The next best choice; absent when no other was possible. */
  runnerUp: optional(word(REMEDY_KINDS)),
  candidates: list(Candidate),
  /** Holds of the whole incident, not of one remedy. */
  holds: list(Hold),
  /** What was known, one line each. */
  evidence: list(text),
  /** At most three lines for a tired person. */
  why: list(text),
});
export type Decision = Shaped<typeof Decision>;

/** One use of one remedy. */
export const Attempt = shape({
  number: number,
  remedy: word(ACTION_KINDS),
  startedAt: time,
  endedAt: optional(time),
  /** `relapsed` is known to memory only. */
  status: word(['pending', 'succeeded', 'failed', 'censored']),
  journal: Journal,
  /** Why it ended so, for people and memory. */
  reason: optional(text),
  /** Holds that stopped it before one of its moves. */
  holds: optional(list(Hold)),
  /** Its changes were undone, or overwritten by other actors, while the incident was open: no leftover. */
  undone: optional(flag),
  /** The healer itself failed during the attempt. */
  executionError: optional(flag),
  /** A person approved it first. */
  approved: optional(flag),
  /** The undo made things worse, or the remedy did. */
  harmful: optional(flag),
  /** Since when its next move waits for a read that failed, ms since the epoch; absent while no move waits. */
  unreadSince: optional(time),
});
export type Attempt = Shaped<typeof Attempt>;

/** The right to act: the group's lease with its fence. Checked again before every move. */
export const Reservation = shape({
  group: text,
  fence: number,
  until: time,
});
export type Reservation = Shaped<typeof Reservation>;

export const Verification = shape({
  /** When the action ended: readings count from here, plus the warm-up. */
  since: time,
  checks: number,
  verdict: optional(word(VERDICTS)),
  lines: list(text),
  /** How far the metrics reached at the last look; absent while none had a reading. */
  reached: optional(Reached),
});
export type Verification = Shaped<typeof Verification>;

export const TimelineEntry = shape({
  at: time,
  text: text,
});
export type TimelineEntry = Shaped<typeof TimelineEntry>;

/** The subject of a message from the reaper or the sweep; see `upkeep-notices.ts`. */
export const NoticeSubject = shape({
  about: word(['end', 'toggle-stays', 'tasks-stay', 'undo-died', 'undo-answer', 'storm']),
  /** Time of the undo request that it is about, ms since the epoch. */
  request: optional(time),
});
export type NoticeSubject = Shaped<typeof NoticeSubject>;

export const UpkeepNotice = shape({
  ...fieldsOf(NoticeSubject),
  to: word(['people', 'chat']),
  /** When it was sent, ms since the epoch. */
  at: time,
});
export type UpkeepNotice = Shaped<typeof UpkeepNotice>;

/** Entries kept on an incident. A heal has about twenty; the limit keeps a runaway within the item's size. */
export const TIMELINE_MAX = 120;

export const Incident = shape({
  id: text,
  service: text,
  failureType: text,
  phase: word(PHASES),
  /** Steps taken; grows with every answered command. */
  sequence: number,
  /** Writes made: the condition of the next one. */
  revision: number,
  executionArn: text,
  catalogVersion: text,
  openedAt: time,
  /** Time of the last step: its sign of life. */
  steppedAt: time,
  /** First sign of the failure. A rollback compares it with the start of the deployment. */
  onsetAt: time,
  trigger: Signal,
  /** Present where an application's signal opened it; absent in versions that believed such signals at once. */
  claim: optional(Claim),
  /** Present when it is a relapse. */
  relapse: optional(Relapse),
  /** Heals of the same failure at this service within the day before; absent for none. */
  healsBefore: optional(number),
  /** The context of its first decision: memory keeps its results apart by it. */
  context: optional(text),
  alarms: list(WatchedAlarm),
  /** Guard and alarm metrics before the healer acted; absent where they had no data. */
  before: bySome(METRIC_NAMES, number),
  attempts: list(Attempt),
  /** What its attempts left changed; absent while it is open. */
  leftovers: optional(list(Leftover)),
  decisions: list(Decision),
  reservation: optional(Reservation),
  /** When waiting for its turn began. */
  queuedAt: optional(time),
  announced: flag,
  /** The last question to a person. */
  ask: optional(Ask),
  /** Start of the storm it was part of; the storm's message speaks for all its members. */
  storm: optional(time),
  /** Messages that the reaper or the sweep sent because its execution could not. */
  upkeepNotices: optional(list(UpkeepNotice)),
  /** A person asked to undo what was done for it. */
  undoAsked: optional(UndoAsked),
  /** How often another execution took over leftovers from one that died. */
  resumed: optional(number),
  /** How often a signal kept it from closing. */
  reopened: number,
  /** Failing signals taken into account, the trigger included. The incident stays open while there are more. */
  signalsSeen: number,
  verification: optional(Verification),
  health: word(HEALTH_STATES),
  outcome: optional(word(OUTCOMES)),
  outcomeReason: optional(text),
  closedAt: optional(time),
  timeline: list(TimelineEntry),
  /** The answer to the last step, repeated when the step is asked again. */
  command: Command,
});
export type Incident = Shaped<typeof Incident>;
