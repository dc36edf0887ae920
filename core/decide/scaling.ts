/**
 * Detects that another actor changes the number of tasks: autoscaling, a schedule or a person. Missing and starting
 * tasks prove nothing, because a crash loop looks the same, and ECS reports no trace of autoscaling. A changed desired
 * count does prove it: no failure changes that number.
 */
import { hold, type Hold } from '../holds/hold.ts';
import type { Incident } from '../incident/incident.ts';
import { traitsOf } from '../remedies/plan-traits.ts';
import { whyUnread } from '../world/known.ts';
import type { Facts } from '../facts/facts.ts';

/**
 * Periods after a change of the count in which new tasks start and begin to help: three minutes. In periods, so that a
 * change ends before a later verification. Also the number of desired counts to read.
 */
export const AT_WORK_PERIODS = 3;
/** Container Insights counts tasks once a minute, or as often as the service's shorter period says. */
const COUNT_PERIOD_SECONDS = 60;

/** Period in which desired counts are read, in seconds. */
export function countPeriodSeconds({ periodSeconds }: { readonly periodSeconds: number }): number {
  return Math.min(COUNT_PERIOD_SECONDS, periodSeconds);
}

/**
 * Why the healer must leave the count alone; undefined when no reading shows another actor. A failed read holds too.
 */
export function scalingInProgress({ desiredCounts, running, incident }: Facts): Hold | undefined {
  const why = whyUnread(desiredCounts);
  if (why !== undefined) {
    return hold(
      'metrics-unreadable',
      `its desired count could not be read (${why}), so another actor may be changing it`,
    );
  }
  if (desiredCounts.kind === 'unknown' || running.kind === 'unknown') return undefined;
  const { desiredCount, runningCount, pendingCount } = running.value.service;
  const others = desiredCounts.value.map(({ value }) => value).filter((value) => value !== desiredCount);
  const before = others.at(-1);
  if (before === undefined) return undefined;
  const own = ownCounts(incident);
  if (own.has(desiredCount) && others.every((count) => own.has(count))) return undefined;
  const counts = `desired ${desiredCount}, ${before} a moment ago, running ${runningCount}, ${pendingCount} pending`;
  return hold('scaling-in-progress', `${counts}: another actor, perhaps autoscaling, is changing the count`);
}

/** Counts that the healer found or set in this incident: one more before it stops a task, and back; or added tasks. */
function ownCounts({ attempts }: Incident): ReadonlySet<number> {
  const counts = attempts.flatMap(({ journal: { plan, moves } }) => {
    const found = traitsOf(plan).countFound?.(plan);
    if (found === undefined) return [];
    return [found, ...moves.flatMap(({ move }) => (move.kind === 'setDesiredCount' ? [move.count] : []))];
  });
  return new Set(counts);
}
