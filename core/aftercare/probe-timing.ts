/**
 * When a flipped toggle is restored on trial, and for how long it stays flipped when the failure comes back: the half-open
 * state of a circuit breaker, at the level of features. Times are ms since the epoch.
 */
import type { Attempt } from '../incident/incident.ts';
import type { Leftover } from '../incident/leftover.ts';
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

/** The trial that begins now, with the toggle restored. */
export function beginProbe(left: Leftover, { startedAt }: Attempt, context: StepContext): Leftover {
  const { now } = context;
  const { failed, intervalMs } = left.probes ?? { failed: 0, intervalMs: Math.max(0, (left.dueAt ?? now) - startedAt) };
  const quietUntil = watchEnd(context, now) + SIGNAL_MINUTES_LATE * 60_000;
  return { ...left, state: { kind: 'probing', since: now, bad: 0 }, probes: { failed, intervalMs, quietUntil } };
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

/**
 * The leftover once the failure came back: to be flipped again, which is not yet done, and kept for longer.
 * @throws Error when its toggle was never on trial
 */
export function failedProbe(left: Leftover, context: StepContext): Leftover {
  const { now } = context;
  const { probes } = left;
  if (probes === undefined) throw new Error(`attempt ${left.attempt} has no toggle on trial`);
  const longest = Math.max(probes.intervalMs, INTERVAL_HOURS_MAX * 3_600_000);
  const intervalMs = Math.min(GROWTH * probes.intervalMs, longest);
  // What the flip ends shows in the alarms only later: until then they are no news.
  const quietUntil = firstLook(context, now) + SIGNAL_MINUTES_LATE * 60_000;
  return {
    ...left,
    state: { kind: 'kept' },
    dueAt: now + intervalMs,
    probes: { failed: probes.failed + 1, intervalMs, quietUntil },
  };
}

/** @throws Error when the attempt flipped no toggle. */
export function planOf({ journal: { plan } }: Attempt): FlipTogglePlan {
  if (plan.kind !== 'flipToggle') throw new Error(`attempt with ${plan.kind} flipped no toggle`);
  return plan;
}
