/**
 * How often a service may be healed: an exact sliding window over the log of its attempts. A counter would allow twice
 * the limit around the edge of its window, and could not say "3 heals since 02:10". Each service has one log, which
 * runbooks with different windows share.
 */
import { ACTION_KINDS, type ActionKind } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import { time, shape, text, optional, word, type Shaped } from '../shape.ts';

export const LoggedAttempt = shape({
  /** Incident and number of the attempt, `incident#1`. */
  attemptId: text,
  /** Ms since the epoch. */
  at: time,
  /** Absent in logs of older versions. */
  remedy: optional(word(ACTION_KINDS)),
});
export type LoggedAttempt = Shaped<typeof LoggedAttempt>;

/** Attempts of one service, oldest first, at most `ATTEMPTS_LOGGED_MAX`. */
export type AttemptLog = readonly LoggedAttempt[];

/** Attempts kept per service, and so the highest limit that is exact. The item stays below 10 KB. */
export const ATTEMPTS_LOGGED_MAX = 100;

export interface AttemptRequest {
  /** The same id is the same attempt. */
  readonly attemptId: string;
  readonly remedy?: ActionKind;
  readonly now: number;
  readonly attemptsMax: number;
  readonly windowMinutes: number;
}

export type AttemptAnswer =
  { readonly kind: 'granted'; readonly log: AttemptLog } | { readonly kind: 'denied'; readonly hold: Hold };

/**
 * Asks for one more attempt. No window of `windowMinutes` ever contains more than `attemptsMax` attempts, whatever the
 * order of requests and the error of their clocks: entries later than `now` count too.
 */
export function admit(log: AttemptLog, request: AttemptRequest): AttemptAnswer {
  if (log.some((entry) => entry.attemptId === request.attemptId)) return { kind: 'granted', log };
  const windowMs = request.windowMinutes * 60_000;
  const recent = log.filter((entry) => entry.at > request.now - windowMs);
  const attemptsMax = Math.min(request.attemptsMax, ATTEMPTS_LOGGED_MAX);
  if (recent.length >= attemptsMax) return { kind: 'denied', hold: exhausted(recent, request, attemptsMax) };
  const entry = {
    attemptId: request.attemptId,
    at: request.now,
    ...(request.remedy !== undefined && { remedy: request.remedy }),
  };
  const sorted = [...log, entry].toSorted((a, b) => a.at - b.at);
  return { kind: 'granted', log: sorted.slice(-ATTEMPTS_LOGGED_MAX) };
}

function exhausted(recent: AttemptLog, request: AttemptRequest, attemptsMax: number): Hold {
  const since = recent[0]?.at;
  const heals = recent.length === 1 ? '1 heal' : `${recent.length} heals`;
  const limit = `the limit is ${attemptsMax} in ${request.windowMinutes} min`;
  if (since === undefined) return { reason: 'attempts-exhausted', detail: limit };
  // The next attempt is possible when all but `attemptsMax - 1` of the recent ones have left the window.
  const last = recent[recent.length - attemptsMax];
  const detail = `${heals} since ${utcTime(since)}, ${limit}`;
  if (last === undefined) return { reason: 'attempts-exhausted', detail };
  return { reason: 'attempts-exhausted', detail, until: last.at + request.windowMinutes * 60_000 };
}

function utcTime(at: number): string {
  return `${new Date(at).toISOString().slice(11, 16)} UTC`;
}
