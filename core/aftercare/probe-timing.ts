/**
 * When a flipped toggle is restored on trial, and for how long it stays flipped when the failure comes back: the
 * half-open state of a circuit breaker, for features. Times are ms since the epoch.
 */
import type { Attempt } from '../incident/incident.ts';
import type { Leftover } from '../incident/leftover.ts';
import { firstLook } from '../verify/judge.ts';
import type { StepContext } from '../transitions/inputs.ts';
import type { FlipTogglePlan } from '../remedies/flip-toggle/plan.ts';
import { flipToggleTraits } from '../remedies/flip-toggle/traits.ts';
import { journalOf } from '../remedies/remedy.ts';

/** Trials before a toggle stays switched and a person is asked: after so many failures the cause still exists. */
export const PROBES_MAX = 4;
/** Each interval is twice the one before, as in circuit breakers, up to two days. */
const INTERVAL_HOURS_MAX = 48;
const GROWTH = 2;
/** Minutes by which an alarm's signal may come later than the watch sees the failure. */
const SIGNAL_MINUTES_LATE = 5;

/** Begins the trial, with the toggle restored. */
export function beginProbe(left: Leftover, { startedAt }: Attempt, context: StepContext): Leftover {
  const { now } = context;
  const { failed, intervalMs } = left.probes ?? { failed: 0, intervalMs: Math.max(0, (left.dueAt ?? now) - startedAt) };
  const quietUntil = watchEnd(context, now) + SIGNAL_MINUTES_LATE * 60_000;
  return { ...left, state: { kind: 'probing', since: now, bad: 0 }, probes: { failed, intervalMs, quietUntil } };
}

/** The first look: a single period after the warm-up, so that a returning failure does not last for all periods. */
export function firstWatch(context: StepContext, since: number): number {
  const { service, runbook } = context;
  return firstLook(context, since) - (runbook.verification.goodPeriods - 1) * service.periodSeconds * 1_000;
}

/** Whether so many bad looks in a row mean that the failure is back: one bad period shows in several looks. */
export function isBack(badLooks: number, { runbook }: StepContext): boolean {
  return badLooks > runbook.verification.goodPeriods;
}

/** When a watch that began at `since` ends at the latest, whatever it saw. */
export function watchEnd(context: StepContext, since: number): number {
  const { service, runbook } = context;
  return firstLook(context, since) + runbook.verification.timeoutPeriods * service.periodSeconds * 1_000;
}

/**
 * The leftover after the failure came back: due to be flipped again, and for longer.
 * @throws Error when its toggle was never on trial
 */
export function failedProbe(left: Leftover, context: StepContext): Leftover {
  const { now } = context;
  const { probes } = left;
  if (probes === undefined) throw new Error(`attempt ${left.attempt} has no toggle on trial`);
  const longest = Math.max(probes.intervalMs, INTERVAL_HOURS_MAX * 3_600_000);
  const intervalMs = Math.min(GROWTH * probes.intervalMs, longest);
  // Alarms show the end of the failure later than the flip, so their signals count as old until then.
  const quietUntil = firstLook(context, now) + SIGNAL_MINUTES_LATE * 60_000;
  return {
    ...left,
    state: { kind: 'kept' },
    dueAt: now + intervalMs,
    probes: { failed: probes.failed + 1, intervalMs, quietUntil },
  };
}

/** @throws Error when the attempt flipped no toggle */
export function planOf({ journal }: Attempt): FlipTogglePlan {
  return journalOf<FlipTogglePlan>(flipToggleTraits.kind, journal).plan;
}
