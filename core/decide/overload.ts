/**
 * Tells a service that is overloaded from one that is broken. When the whole fleet suffers while more is asked of it
 * than usual, its tasks are busy, not sick: to replace them takes capacity away and makes it worse. What helps is less
 * load, or patience.
 */
import type { Hold, MetricName } from '../vocabulary.ts';
import { sickTasks, runningTasks } from '../remedies/sick-tasks.ts';
import { hold } from '../remedies/remedy.ts';
import { whyUnread } from './facts.ts';
import type { Facts, Load, Running } from './facts.ts';
import { once } from './once.ts';
import type { Point, TaskSnapshot } from '../ports.ts';

/** Times the usual from which load explains a failing fleet: fleets are run with about this much to spare. */
const OVERLOAD_RATIO = 1.5;
/** What rises with load. Memory does so too, but a leak is no less a leak for it, and replacing starts before it stops. */
const RISES_WITH_LOAD: ReadonlySet<MetricName> = new Set(['cpuPercent', 'p99LatencyMilliseconds', 'errorRatePercent']);

/** What the usual is made of, before the failure began: an hour, but not its last minutes, which led to it. */
const USUAL_MINUTES = 60;
const LEAD_MINUTES = 5;
/** Fewer readings than this are no usual. */
const USUAL_POINTS_MIN = 10;
/** The present is made of the last readings, because one may be a burst. */
const PRESENT_POINTS = 2;

/** From when requests have to be read to know the load of an incident that began at `onsetAt` (both ms). */
export function loadSince(onsetAt: number): number {
  return onsetAt - (USUAL_MINUTES + LEAD_MINUTES) * 60_000;
}

/** The load in readings of requests per period, oldest first; undefined when they do not reach back far enough. */
export function loadOf(requests: readonly Point[], onsetAt: number): Load | undefined {
  const usual = requests.filter(({ at }) => at >= loadSince(onsetAt) && at < onsetAt - LEAD_MINUTES * 60_000);
  const present = requests.slice(-PRESENT_POINTS);
  if (usual.length < USUAL_POINTS_MIN || present.length < PRESENT_POINTS) return undefined;
  return { now: meanOf(present), usual: meanOf(usual) };
}

/** Why replacing tasks would take away what is short; undefined when nothing says so. */
export const overloaded = once((facts: Facts): Hold | undefined => {
  const { load, running } = facts;
  if (load.kind === 'unknown' || running.kind === 'unknown' || !underLoad(facts)) return undefined;
  if (!risesWithLoad(facts) || minorityIsSick(facts)) return undefined;
  return hold('overloaded', `${timesUsual(load.value)} and no task stands out: they are busy, not broken`);
});

/**
 * Why tasks that may only be busy are left alone, and none are added: the load could not be read, and what fails is what
 * fails under load, at more than a few of the tasks. Undefined where it was read, or nothing counts requests.
 */
export function loadUnread(facts: Facts): Hold | undefined {
  const why = whyUnread(facts.load);
  if (why === undefined || !risesWithLoad(facts) || minorityIsSick(facts)) return undefined;
  return hold('metrics-unreadable', `its requests could not be read (${why}), so its tasks may be busy, not broken`);
}

function risesWithLoad({ incident }: Facts): boolean {
  return incident.alarms.some(({ measure }) => measure?.metric !== undefined && RISES_WITH_LOAD.has(measure.metric));
}

/** The load as people say it. */
export function timesUsual({ now, usual }: Load): string {
  return usual > 0 ? `${Math.round((10 * now) / usual) / 10} times the usual requests` : 'nobody knows what is usual';
}

/** Whether clearly more is asked of the service than usual; false where nobody knows. */
export function underLoad({ load }: Pick<Facts, 'load'>): boolean {
  return load.kind === 'known' && load.value.usual > 0 && load.value.now >= load.value.usual * OVERLOAD_RATIO;
}

/** Whether this many times the tasks would each have no more to do than a fleet can bear; false where nobody knows. */
export function carriedBy({ load }: Pick<Facts, 'load'>, times: number): boolean {
  return load.kind === 'known' && load.value.now <= load.value.usual * OVERLOAD_RATIO * times;
}

/** Load hits all tasks alike: where few are sick and the others well, it is not the load. */
export const minorityIsSick = once((facts: Facts): boolean => {
  const sick = sickTasks(facts);
  if (sick.kind !== 'known' || facts.running.kind === 'unknown') return false;
  const tasks = runningTasks(facts.running.value.tasks);
  if (sick.tasks.length * 2 > tasks.length) return false;
  const ill = new Set(sick.tasks.map(({ arn }) => arn));
  const mayBeLoad = underLoad(facts) || whyUnread(facts.load) !== undefined;
  return !mayBeLoad || standOut(tasks, ill, facts.running.value.taskValues);
});

/** Where the others are at most this much of the sick, in the metric that tells them apart, the sick are not just the first. */
const STAND_OUT_SHARE = 0.7;

/** When load takes a fleet over its limit, the busiest tasks pass it first, and the others are close behind. */
function standOut(tasks: readonly TaskSnapshot[], sick: ReadonlySet<string>, values: Running['taskValues']): boolean {
  const valuesOf = (ill: boolean): readonly number[] =>
    tasks
      .filter(({ arn }) => sick.has(arn) === ill)
      .map(({ arn }) => values[arn])
      .filter((value) => value !== undefined);
  const others = valuesOf(false);
  return others.length === 0 || mean(others) <= mean(valuesOf(true)) * STAND_OUT_SHARE;
}

function meanOf(points: readonly Point[]): number {
  return mean(points.map(({ value }) => value));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
