/**
 * The interface of a remedy: whether it is possible now and what it would do (`plan`), the next single move towards it
 * (`next`), and the next single move back (`undo`). All three are pure functions of observations, so that a Lambda can
 * run again after a crash at any point: it looks, and does what is missing.
 */
import type { RemedyStep } from '../catalog/runbook.ts';
import type { Facts } from '../facts/facts.ts';
import type { Known } from '../world/known.ts';
import type { ParameterReading } from '../world/parameter.ts';
import type { ServiceSnapshot } from '../world/service.ts';
import type { TargetSnapshot } from '../world/target.ts';
import type { TaskProtection, TaskSnapshot } from '../world/task.ts';
import type { Hold } from '../holds/hold.ts';
import type { Journal, Move, Plan } from '../incident/journal.ts';

export type Planned =
  | {
      readonly kind: 'possible';
      readonly plan: Plan;
      /** "replace 1 of 3 tasks", for people. */
      readonly text: string;
      /** Minutes of full service, or of features, that it costs. */
      readonly disruptionMinutes: number;
    }
  | { readonly kind: 'held'; readonly holds: readonly Hold[] };

/** What the action observed before a move; only what its remedy needs is read. */
export interface Observation {
  readonly now: number;
  readonly running?: {
    readonly service: ServiceSnapshot;
    readonly tasks: readonly TaskSnapshot[];
    readonly targets: readonly TargetSnapshot[];
  };
  readonly toggle?: ParameterReading;
  /** Of the tasks to be stopped; read where the remedy asks for it. */
  readonly protection?: Known<readonly TaskProtection[]>;
  /** Whether every alarm of the incident is OK; read once a task was replaced. */
  readonly alarmsClear?: boolean;
  /** What got worse since the first move, in words; read where the remedy watches for harm. */
  readonly worse?: string;
  /** Requests per period now; read once the incident is closed, where the undo depends on them. */
  readonly requests?: Known<number>;
  /** Present once the incident is closed: then only the due part is changed back, unless a person asked for all. */
  readonly leftover?: {
    /** When it is due, ms since the epoch; absent where only a person's request changes it back. */
    readonly dueAt?: number;
    /** When a person asked to undo it, ms since the epoch. */
    readonly askedAt?: number;
  };
}

export type Next =
  | { readonly kind: 'move'; readonly move: Move; readonly text: string }
  | { readonly kind: 'wait'; readonly until: number; readonly text: string }
  | { readonly kind: 'done'; readonly text: string }
  /** The world is not as decided: the remedy stops, and the attempt says nothing about it. */
  | { readonly kind: 'refused'; readonly holds: readonly Hold[] }
  /** The remedy failed. */
  | { readonly kind: 'failed'; readonly reason: string };

/** A remedy by the kind of plan it makes and follows. */
export interface RemedyOf<Of extends Plan> {
  readonly kind: Of['kind'];
  /** What it needs to observe while it acts. */
  readonly observes: 'running' | 'toggle';
  /** Present where it stops half way when its first moves make things worse. */
  readonly watchesHarm?: true;
  /** The tasks of an attempt that may be protected from scale-in, which it must know before it stops one. */
  readonly stops?: (journal: Journal<Of>) => readonly string[];
  /** Present where what it leaves after an incident is taken back only when the load is as usual. */
  readonly asksForLoad?: true;
  readonly plan: (facts: Facts, step: RemedyStep) => Planned;
  readonly next: (journal: Journal<Of>, observation: Observation, startedAt: number) => Next;
  readonly undo: (journal: Journal<Of>, observation: Observation) => Next;
}

/** Any remedy: a journal that another one wrote is refused with an Error, because a stage was asked about the wrong attempt. */
export type Remedy = RemedyOf<Plan>;

export function remedyOf<Of extends Plan>(remedy: RemedyOf<Of>): Remedy {
  const own = (journal: Journal): Journal<Of> => journalOf(remedy.kind, journal);
  const { stops, next, undo, ...rest } = remedy;
  return {
    ...rest,
    ...(stops && { stops: (journal) => stops(own(journal)) }),
    next: (journal, observation, startedAt) => next(own(journal), observation, startedAt),
    undo: (journal, observation) => undo(own(journal), observation),
  };
}

/** The journal as one of this kind of remedy. @throws Error when another one wrote it */
export function journalOf<Of extends Plan>(kind: Of['kind'], journal: Journal): Journal<Of> {
  if (journal.plan.kind !== kind) throw new Error(`journal of ${journal.plan.kind} given to ${kind}`);
  return journal as Journal<Of>;
}

export function held(...holds: readonly Hold[]): Planned {
  return { kind: 'held', holds };
}

export function refused(reason: Hold['reason'], detail: string): Next {
  return { kind: 'refused', holds: [{ reason, detail }] };
}

/** First look: a task on a warm host starts in a few seconds, one on Fargate in 30 to 90. */
const FIRST_LOOK_MS = 5_000;
/** Longest pause between two looks: a person would notice a longer one as dawdling. */
const LOOK_AGAIN_MS_MAX = 45_000;

/**
 * When to look again at work that began at `since`: first when it is expected to be done (`expectedMs`, if known), then
 * after the elapsed time again. Each look costs three state transitions: work of a minute costs four looks, work of
 * five seconds one.
 */
export function nextLook(now: number, since: number, expectedMs: number = FIRST_LOOK_MS): number {
  const first = since + Math.max(FIRST_LOOK_MS, expectedMs);
  if (now < first) return first;
  return now + Math.min(LOOK_AGAIN_MS_MAX, Math.max(FIRST_LOOK_MS, 2 * (now - since)));
}
