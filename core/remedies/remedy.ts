/**
 * What a remedy is: whether it is possible now and what it would do (`plan`), the next single move towards it (`next`),
 * and the next single move back (`undo`). All three are pure functions of what was observed, so that a Lambda that died
 * anywhere can be run again: it looks, and does what is still missing.
 */
import type { RemedyStep } from '../catalog.ts';
import type { Facts } from '../decide/facts.ts';
import type { ParameterReading, ServiceSnapshot, TargetSnapshot, TaskSnapshot } from '../ports.ts';
import type { ActionKind, Hold } from '../vocabulary.ts';
import type { Journal, Move, Plan } from './journal.ts';

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
  /** Whether every alarm of the incident is OK by now; read once something was replaced. */
  readonly alarmsClear?: boolean;
}

export type Next =
  | { readonly kind: 'move'; readonly move: Move; readonly text: string }
  | { readonly kind: 'wait'; readonly until: number; readonly text: string }
  | { readonly kind: 'done'; readonly text: string }
  /** Something is not as decided: nothing more is done, the attempt says nothing about the remedy. */
  | { readonly kind: 'refused'; readonly holds: readonly Hold[] }
  /** The remedy itself did not work. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface Remedy {
  readonly kind: ActionKind;
  /** What it needs to observe while it acts. */
  readonly observes: 'running' | 'toggle';
  readonly plan: (facts: Facts, step: RemedyStep) => Planned;
  readonly next: (journal: Journal, observation: Observation, startedAt: number) => Next;
  readonly undo: (journal: Journal, observation: Observation) => Next;
}

export function held(...holds: readonly Hold[]): Planned {
  return { kind: 'held', holds };
}

export function hold(reason: Hold['reason'], detail: string): Hold {
  return { reason, detail };
}

export function refused(reason: Hold['reason'], detail: string): Next {
  return { kind: 'refused', holds: [{ reason, detail }] };
}

/**
 * When to look again, given how long the action has been running: soon at first, at most every 15 s, so that a task
 * that needs a minute costs ten looks and one that needs two seconds costs one.
 */
export function nextLook(now: number, startedAt: number): number {
  const elapsed = Math.max(0, now - startedAt);
  return now + Math.min(15_000, Math.max(LOOK_MIN_MS, elapsed / 2));
}

/** Shortest pause between two looks: ECS answers are eventually consistent, so sooner would only see the past. */
const LOOK_MIN_MS = 1_000;
