/**
 * The healer's own circuit breaker. When attempts at several services fail in a row, the healer has misunderstood the
 * failure, and its further moves only disturb the people who work on it. An open breaker stops all healing; after a
 * while one trial heal may close it.
 */
import type { AccountPolicy } from './policy.ts';
import { time, shape, flag, text, list, optional, type Shaped } from '../shape.ts';

export const AttemptOutcome = shape({
  /** The same id is the same attempt. */
  attemptId: text,
  service: text,
  helped: flag,
  /** Ms since the epoch. */
  at: time,
});
export type AttemptOutcome = Shaped<typeof AttemptOutcome>;

export const Breaker = shape({
  /** Newest last, at most `OUTCOMES_MAX`. Outcomes that no longer count are kept too, so that none is counted twice. */
  outcomes: list(AttemptOutcome),
  /** When it opened; absent while it is closed. */
  openedAt: optional(time),
  /** When it last opened or closed. Only outcomes of later attempts count. */
  countsAfter: optional(time),
});
export type Breaker = Shaped<typeof Breaker>;

export const CLOSED_BREAKER: Breaker = { outcomes: [] };

export type BreakerState =
  { readonly kind: 'closed' } | { readonly kind: 'open'; readonly until: number } | { readonly kind: 'half-open' };

/** Enough for both rules, and keeps the account's item small. */
const OUTCOMES_MAX = 20;
/** Failures of a single service in a row concern that service, not the healer. */
const SERVICES_MIN = 2;
/** The second rule: half of at least so many outcomes within so long. */
const RECENT_MIN = 6;
const RECENT_MINUTES = 60;
const RECENT_SHARE = 0.5;

type Policy = Pick<AccountPolicy, 'breakerFailures' | 'breakerOpenMinutes'>;

/** What the breaker allows at `now`; half-open allows a single heal at a time. */
export function breakerState({ openedAt }: Breaker, { breakerOpenMinutes }: Policy, now: number): BreakerState {
  if (openedAt === undefined) return { kind: 'closed' };
  const until = openedAt + breakerOpenMinutes * 60_000;
  return now < until ? { kind: 'open', until } : { kind: 'half-open' };
}

/** The breaker after an attempt; the same one when it knows the attempt already. */
export function afterOutcome(breaker: Breaker, outcome: AttemptOutcome, policy: Policy): Breaker {
  if (breaker.outcomes.some(({ attemptId }) => attemptId === outcome.attemptId)) return breaker;
  const outcomes = [...breaker.outcomes, outcome].slice(-OUTCOMES_MAX);
  const { at, helped } = outcome;
  switch (breakerState(breaker, policy, at).kind) {
    case 'open':
      // The attempt began before the breaker opened, so it proves nothing about the healer since.
      return { ...breaker, outcomes };
    case 'half-open':
      return helped ? { outcomes, countsAfter: at } : { outcomes, openedAt: at, countsAfter: at };
    case 'closed':
      return !helped && failing({ ...breaker, outcomes }, policy, at)
        ? { outcomes, openedAt: at, countsAfter: at }
        : { ...breaker, outcomes };
  }
}

/** Whether the healer fails, by either rule. @param newest time of the last outcome */
function failing({ outcomes: all, countsAfter = 0 }: Breaker, { breakerFailures }: Policy, newest: number): boolean {
  const outcomes = all.filter(({ at }) => at > countsAfter);
  const last = outcomes.slice(-breakerFailures);
  const inARow = last.length >= breakerFailures && last.every(({ helped }) => !helped);
  if (inARow && servicesOf(last) >= SERVICES_MIN) return true;
  const recent = outcomes.filter(({ at }) => at > newest - RECENT_MINUTES * 60_000);
  const failed = recent.filter(({ helped }) => !helped);
  return (
    recent.length >= RECENT_MIN && failed.length >= recent.length * RECENT_SHARE && servicesOf(failed) >= SERVICES_MIN
  );
}

/** How many services they are of. */
export function servicesOf(all: readonly { readonly service: string }[]): number {
  return new Set(all.map(({ service }) => service)).size;
}
