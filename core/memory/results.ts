/** What stages tell memory about attempts and waits, and what it answers. Times are ms since the epoch. */
import type { Context } from './context.ts';
import type { ActionKind, AttemptStatus, RemedyKind } from '../vocabulary.ts';

/** Experience with one remedy against one failure type in one context, decayed to the time of reading. */
export interface Experience {
  readonly context: Context;
  readonly remedy: RemedyKind;
  /** Sums over all services, and over this one; fractional because old results fade. */
  readonly all: { readonly successes: number; readonly attempts: number };
  readonly here: { readonly successes: number; readonly attempts: number };
  /** Attempts that made things worse, all services; faded like the other sums. */
  readonly harms: number;
  /** Plain counts at this service: "worked 7 of 8 times here". */
  readonly countHere: { readonly successes: number; readonly attempts: number };
  /** Attempts that could not be carried out, all services; absent for none. */
  readonly executionErrors?: number;
  /** Mean minutes of a success, all services; absent before the first. */
  readonly meanMinutes?: number;
  /** Stored sums left out because they cannot be true; absent for none. */
  readonly damaged?: number;
}

export interface AttemptResult {
  readonly incidentId: string;
  readonly attempt: number;
  readonly failureType: string;
  readonly service: string;
  readonly context: Context;
  readonly remedy: ActionKind;
  readonly status: Exclude<AttemptStatus, 'pending' | 'relapsed'>;
  readonly harmful: boolean;
  /** The healer itself failed during the attempt: counted apart, and nothing else is. */
  readonly executionError?: boolean;
  /** From the start of the action to verified health; only when it succeeded. */
  readonly minutes?: number;
  readonly at: number;
}

export interface ObservedWait {
  readonly incidentId: string;
  readonly failureType: string;
  readonly wait: Wait;
  readonly at: number;
}

/** One wait: how long the failure lasted untouched, and whether it ended so. */
export interface Wait {
  readonly minutes: number;
  /** Otherwise the healer acted, or gave up looking, so how it would have ended is unknown (censored). */
  readonly recovered: boolean;
}

/** Waits by the whole minute in which they ended; the last bucket holds all longer ones. Grows by addition only. */
export interface WaitCounts {
  readonly recovered: readonly number[];
  readonly censored: readonly number[];
}
