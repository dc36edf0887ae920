/** What stages tell memory about attempts and waits, and what it answers. Times are ms since the epoch. */
import type { Context } from './context.ts';
import { REMEDY_KINDS, type ActionKind, type AttemptStatus } from '../vocabulary.ts';
import { optional, shape, word, text, amount, type Shaped } from '../shape.ts';

/** Experience with one remedy against one failure type in one context, decayed to the time of reading. */
export const Experience = shape({
  context: text,
  remedy: word(REMEDY_KINDS),
  /** Sums over all services, and over this one; fractional because old results fade. */
  all: shape({ successes: amount, attempts: amount }),
  here: shape({ successes: amount, attempts: amount }),
  /** Attempts that made things worse, all services; faded like the other sums. */
  harms: amount,
  /** Plain counts at this service: "worked 7 of 8 times here". */
  countHere: shape({ successes: amount, attempts: amount }),
  /** Attempts that could not be carried out, all services; absent for none. */
  executionErrors: optional(amount),
  /** Mean minutes of a success, all services; absent before the first. */
  meanMinutes: optional(amount),
  /** Stored sums left out because they cannot be true; absent for none. */
  damaged: optional(amount),
});
export type Experience = Shaped<typeof Experience>;

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
