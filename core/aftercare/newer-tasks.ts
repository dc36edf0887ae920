/**
 * Tasks that heals added one upon the other are removed in the reverse order. While a later incident's tasks are still
 * due to be removed, the count is not the one that an earlier incident set, and yet no other actor changed it.
 */
import { hold, type Hold } from '../holds/hold.ts';
import { NEWER_TASKS_MINUTES_MAX } from '../holds/reasons.ts';
import type { Incident } from '../incident/incident.ts';
import { attemptOf, dueLeftovers, leftoverInHand } from '../incident/leftovers.ts';
import { changeOf } from '../remedies/leaves.ts';
import { minute } from '../minute.ts';

/**
 * Holds on removing the tasks that this incident's leftover in hand added.
 * @param others closed incidents of the same service with leftovers
 */
export function newerTasksHolds(incident: Incident, others: readonly Incident[], now: number): readonly Hold[] {
  const left = leftoverInHand(incident);
  const own = left === undefined ? undefined : attemptOf(incident, left);
  if (left === undefined || own === undefined || changeOf(own, left)?.kind !== 'count') return [];
  return others.flatMap((other) =>
    dueLeftovers(other).flatMap((one) => {
      const attempt = attemptOf(other, one);
      const change = changeOf(attempt, one);
      // Tasks that their incident has not removed long after they were due, it removes no more.
      const goes = now < one.dueAt + NEWER_TASKS_MINUTES_MAX * 60_000;
      if (change?.kind !== 'count' || attempt.startedAt <= own.startedAt || !goes) return [];
      const detail = `incident ${other.id} added tasks later, ${change.to} instead of ${change.from}, and they go first: from ${minute(one.dueAt)} on`;
      return [hold('newer-tasks', detail)];
    }),
  );
}
