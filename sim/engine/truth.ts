/** What is really wrong with a service, as the engine may ask it; a healer sees alarms and readings, never this. */
import type { Remedy } from '../world/remedies.ts';
import type { Response } from '../world/responses.ts';

/** One use of a remedy. Minutes since the start of the run. */
export interface Treatment {
  readonly remedy: Remedy;
  readonly startedAt: number;
  readonly doneAt: number;
  readonly response: Pick<Response, 'effect' | 'reliefMinutes' | 'unmeasured'>;
}

/** What it did: unknown to who used it. */
export interface Effect {
  readonly harmful: boolean;
  readonly cured: boolean;
  readonly doneAt: number;
}

/** Times are minutes since the start of the run. */
export interface Truth {
  /** Whether the alarm is red, which it stays for a while after the failure ended. */
  readonly isRed: (at: number) => boolean;
  /** Whether readings have been good for as long as it takes to verify a cure. */
  readonly looksCured: (at: number) => boolean;
  /** Whether it would be over by then without any help. */
  readonly passesBy: (at: number) => boolean;
  /** How long the remedy takes and what it will do. */
  readonly begin: (remedy: Remedy, startedAt: number) => Treatment;
  /** The remedy is done: changes the truth. */
  readonly apply: (treatment: Treatment) => Effect;
  /** A person was asked at `askedAt`, and ends it in the time a person needs, not before `at`. */
  readonly personAsked: (askedAt: number, at: number) => void;
}
