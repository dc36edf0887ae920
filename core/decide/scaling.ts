/**
 * Sees that somebody else is changing the number of tasks: autoscaling, a schedule or a person. Tasks that are missing or
 * starting say nothing of the kind, because a crash loop looks the same, and autoscaling leaves no trace in what ECS
 * describes. What cannot be a failure is another desired count than minutes ago: a service never changes that by itself.
 */
import { hold } from '../holds/hold.ts';
import type { Hold } from '../holds/hold.ts';
import type { Incident } from '../incident/incident.ts';
import { whyUnread } from '../world/known.ts';
import type { Facts } from '../facts/facts.ts';

/**
 * Periods for which a change of the count is at work: three minutes, in which new tasks start and begin to help. Counted
 * in periods, so that it is over before anything that was verified in the meantime. So many of desired counts are read.
 */
export const AT_WORK_PERIODS = 3;
/** Container Insights counts tasks once a minute; where it does so more often, the service has shorter periods. */
const COUNT_PERIOD_SECONDS = 60;

/** Period in which desired counts are read, in seconds. */
export function countPeriodSeconds({ periodSeconds }: { readonly periodSeconds: number }): number {
  return Math.min(COUNT_PERIOD_SECONDS, periodSeconds);
}

/** Why the number of tasks must be left to whoever is changing it; undefined when nothing shows that somebody is. Not to have been able to look is a reason too. */
export function scalingInProgress({ desiredCounts, running, incident }: Facts): Hold | undefined {
  const why = whyUnread(desiredCounts);
  if (why !== undefined) {
    return hold('metrics-unreadable', `its desired count could not be read (${why}), so somebody may be changing it`);
  }
  if (desiredCounts.kind === 'unknown' || running.kind === 'unknown') return undefined;
  const { desiredCount, runningCount, pendingCount } = running.value.service;
  const others = desiredCounts.value.map(({ value }) => value).filter((value) => value !== desiredCount);
  const before = others.at(-1);
  if (before === undefined) return undefined;
  const own = ownCounts(incident);
  if (own.has(desiredCount) && others.every((count) => own.has(count))) return undefined;
  const counts = `desired ${desiredCount}, ${before} a moment ago, running ${runningCount}, ${pendingCount} pending`;
  return hold('scaling-in-progress', `${counts}: somebody or autoscaling is changing the count`);
}

/** Counts that the healer found and set in this incident: one task more before one is stopped, and back; or more to stay. */
function ownCounts({ attempts }: Incident): ReadonlySet<number> {
  const counts = attempts.flatMap(({ journal: { plan, moves } }) => {
    const found = plan.kind === 'replaceTasks' ? plan.desiredBefore : plan.kind === 'scaleOut' ? plan.from : undefined;
    if (found === undefined) return [];
    return [found, ...moves.flatMap(({ move }) => (move.kind === 'setDesiredCount' ? [move.count] : []))];
  });
  return new Set(counts);
}
