/**
 * When a flipped toggle is tried without its flip, and for how long it stays flipped when the failure comes back: the
 * half-open state of a circuit breaker, at the level of features. Pure; it must not know how a toggle is written.
 */
import type { Attempt, Probes } from '../incident/incident.ts';
import { firstLook } from '../verify/judge.ts';
import type { StepContext } from '../transitions/inputs.ts';
import type { FlipTogglePlan } from '../incident/journal.ts';

/** Tries before a toggle stays switched and a person is asked: what failed so often has a cause nobody mended. */
export const PROBES_MAX = 4;
/** Each time twice as long as the time before, as circuit breakers do, up to this: two days without anybody looking. */
const INTERVAL_HOURS_MAX = 48;
const GROWTH = 2;
/** How late the signal of an alarm may be behind what the watch itself sees. */
const SIGNAL_MINUTES_LATE = 5;

/** The try that begins now, with the toggle restored. */
export function beginProbe(attempt: Attempt, context: StepContext): Probes {
  const { now } = context;
  const before = attempt.probes;
  return {
    failed: before?.failed ?? 0,
    intervalMs: before?.intervalMs ?? Math.max(0, planOf(attempt).expiresAt - attempt.startedAt),
    quietUntil: watchEnd(context, now) + SIGNAL_MINUTES_LATE * 60_000,
    watch: { since: now, bad: 0 },
  };
}

/** The first look, once a single period after the warm-up is over: what is back must not last until all are. */
export function firstWatch(context: StepContext, since: number): number {
  const { service, runbook } = context;
  return firstLook(context, since) - (runbook.verification.goodPeriods - 1) * service.periodSeconds * 1_000;
}

/** Whether so many bad looks in a row are the failure: a single bad period is seen by as many looks as must be good. */
export function isBack(badLooks: number, { runbook }: StepContext): boolean {
  return badLooks > runbook.verification.goodPeriods;
}

/** When a watch that began at `since` ends at the latest, whatever was seen by then. */
export function watchEnd(context: StepContext, since: number): number {
  const { service, runbook } = context;
  return firstLook(context, since) + runbook.verification.timeoutPeriods * service.periodSeconds * 1_000;
}

/** The attempt once the failure came back: to be flipped again, for longer. Not yet written. */
export function failedProbe(attempt: Attempt, probes: Probes, context: StepContext): Partial<Attempt> {
  const { now } = context;
  const longest = Math.max(probes.intervalMs, INTERVAL_HOURS_MAX * 3_600_000);
  const intervalMs = Math.min(GROWTH * probes.intervalMs, longest);
  // What the flip ends shows in the alarms only later: until then they are no news.
  const quietUntil = firstLook(context, now) + SIGNAL_MINUTES_LATE * 60_000;
  const plan: FlipTogglePlan = { ...planOf(attempt), expiresAt: now + intervalMs };
  return {
    probes: { failed: probes.failed + 1, intervalMs, quietUntil },
    journal: { ...attempt.journal, plan },
  };
}

/** @throws Error when the attempt flipped no toggle. */
export function planOf({ journal: { plan } }: Attempt): FlipTogglePlan {
  if (plan.kind !== 'flipToggle') throw new Error(`attempt with ${plan.kind} flipped no toggle`);
  return plan;
}
