/**
 * What a remedy is: whether it is possible now and what it would do (`plan`), the next single move towards it (`next`),
 * and the next single move back (`undo`). All three are pure functions of what was observed, so that a Lambda that died
 * anywhere can be run again: it looks, and does what is still missing.
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
      /** "replace 1 of 3 tasks": what a person would call it. */
      readonly text: string;
      /** Minutes of full service lost, or of features lost, that it costs by itself. */
      readonly disruptionMinutes: number;
    }
  | { readonly kind: 'held'; readonly holds: readonly Hold[] };

/** What an action looks at before each move; only what its remedy needs is read. */
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
  /** Whether every alarm of the incident is OK by now; read once something was replaced. */
  readonly alarmsClear?: boolean;
  /** What grew worse since the first move, in words; read where the remedy watches for harm. */
  readonly worse?: string;
  /** Requests per period now; read where taking it back hangs on them, once the incident is closed. */
  readonly requests?: Known<number>;
  /** Present once the incident is closed: then only what is due is changed back, unless a person asked for all of it. */
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
  /** Something is not as decided: nothing more is done, the attempt says nothing about the remedy. */
  | { readonly kind: 'refused'; readonly holds: readonly Hold[] }
  /** The remedy itself did not work. */
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

/** First look at what was begun: a task on a warm host needs few seconds, one on Fargate 30 to 90. */
const FIRST_LOOK_MS = 5_000;
/** Longest pause between two looks: what a person would notice as dawdling. */
const LOOK_AGAIN_MS_MAX = 45_000;

/**
 * When to look again at what began at `since`: first when it is expected to be done (`expectedMs`, where something
 * tells), then after twice as long again as it has taken so far. Each look costs three state transitions, so something
 * that takes a minute costs four looks and something that takes five seconds one.
 */
export function nextLook(now: number, since: number, expectedMs: number = FIRST_LOOK_MS): number {
  const first = since + Math.max(FIRST_LOOK_MS, expectedMs);
  if (now < first) return first;
  return now + Math.min(LOOK_AGAIN_MS_MAX, Math.max(FIRST_LOOK_MS, 2 * (now - since)));
}
