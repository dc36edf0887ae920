/**
 * Tells an overloaded service from a broken one. When the whole fleet suffers under more requests than its baseline,
 * its tasks are busy, not sick, and replacing them takes capacity away. Less load helps, or patience.
 */
import { aboutIncident, risesWithLoad } from '../signal/about.ts';
import { hold, type Hold } from '../holds/hold.ts';
import { STAND_OUT_SHARE } from './outliers.ts';
import { runningTasks } from './running-tasks.ts';
import { sickTasks } from './sick-tasks.ts';
import { whyUnread } from '../world/known.ts';
import { mean } from '../statistics.ts';
import type { Facts, Load, Running } from './facts.ts';
import { memoizeLast } from './memoize-last.ts';
import type { Point } from '../world/series.ts';
import type { TaskSnapshot } from '../world/task.ts';

/** Times the baseline that a fleet can bear: most run with about this headroom. */
const SPARE_RATIO = 1.5;
/**
 * Times the baseline from which load explains a failing fleet. Less than `SPARE_RATIO`, because requests are counted
 * when answered: clients that wait for an answer never show more than the tasks can answer, which is 1.3 times the
 * baseline for a fleet at three quarters of its capacity.
 */
const OVERLOAD_RATIO = 1.3;
/** The same for signals without a limit: a band or a log has no headroom, so less load crosses it. */
const UNLIMITED_RATIO = 1.2;

/**
 * Independent requests vary by the square root of their number (Poisson): only so many deviations above the baseline
 * are more than chance. Five requests instead of three are no crowd.
 */
const CHANCE_DEVIATIONS = 3;

/**
 * Zero has no ratio. So many requests a period are a crowd after an hour without any; any task bears fewer. The number
 * that verification calls enough.
 */
const CROWD_REQUESTS_MIN = 50;

/** Minutes of the baseline before the failure, without the last ones, which led to it. */
const USUAL_MINUTES = 60;
const LEAD_MINUTES = 5;
/** Fewer readings are no baseline. */
const USUAL_POINTS_MIN = 10;
/** Two readings, because one may be a burst. */
const PRESENT_POINTS = 2;

/** From when requests are needed for the load of an incident that began at `onsetAt` (both ms). */
export function loadSince(onsetAt: number): number {
  return onsetAt - (USUAL_MINUTES + LEAD_MINUTES) * 60_000;
}

/** The load by readings of requests per period, oldest first; undefined when they do not reach back far enough. */
export function loadOf(requests: readonly Point[], onsetAt: number): Load | undefined {
  const usual = requests.filter(({ at }) => at >= loadSince(onsetAt) && at < onsetAt - LEAD_MINUTES * 60_000);
  const present = requests.slice(-PRESENT_POINTS);
  if (usual.length < USUAL_POINTS_MIN || present.length < PRESENT_POINTS) return undefined;
  return { now: meanOf(present), usual: meanOf(usual) };
}

/** Why replacing tasks would take capacity from an overloaded service; undefined without signs of overload. */
export const overloaded = memoizeLast((facts: Facts): Hold | undefined => {
  const { load, running } = facts;
  if (load.kind === 'unknown' || running.kind === 'unknown' || !underLoad(facts)) return undefined;
  if (!risesWithLoad(aboutIncident(facts)) || minorityIsSick(facts)) return undefined;
  return hold('overloaded', `${timesUsual(load.value)} and no task stands out: they are busy, not broken`);
});

/**
 * Why tasks that may only be busy are left alone, and none are added: the load could not be read, and the failure may
 * rise with load, at more than a few of the tasks. Undefined where load was read, or no metric counts requests.
 */
export function loadUnread(facts: Facts): Hold | undefined {
  const why = whyUnread(facts.load);
  if (why === undefined || !mayRiseWithLoad(facts) || minorityIsSick(facts)) return undefined;
  return hold('metrics-unreadable', `its requests could not be read (${why}), so its tasks may be busy, not broken`);
}

/**
 * Why no task is replaced for a signal about an unknown metric: sick tasks cannot be told from busy ones. Beside known
 * signals that do not rise with load, it counts only under load. Undefined where all signals are known, where few tasks
 * are sick, and where load was not read, which has a hold of its own.
 */
export function aboutUnknown(facts: Facts): Hold | undefined {
  const { symptoms, unknown } = aboutIncident(facts);
  if (!unknown || whyUnread(facts.load) !== undefined || minorityIsSick(facts)) return undefined;
  if (symptoms.length > 0 && !underLoad(facts)) return undefined;
  const { load } = facts;
  const asked = load.kind === 'known' ? timesUsual(load.value) : load.why;
  return hold('about-unknown', `the signal's metric is unknown, so the healer cannot tell busy from broken: ${asked}`);
}

/**
 * Why no task is replaced for signals without a limit, about all tasks together: none stands out, and load explains the
 * failure or is unknown. Undefined where an alarm has a limit, which says how much is too much.
 */
export function noneStandsOut(facts: Facts): Hold | undefined {
  const { incident, load } = facts;
  if (incident.alarms.some(({ measure }) => measure !== undefined) || !risesWithLoad(aboutIncident(facts)))
    return undefined;
  if (underLoad(facts) || whyUnread(load) !== undefined || minorityIsSick(facts)) return undefined;
  if (load.kind === 'known' && load.value.now < load.value.usual * UNLIMITED_RATIO) return undefined;
  const asked = load.kind === 'known' ? timesUsual(load.value) : load.why;
  return hold('none-stands-out', `no limit says how much is too much, and no task stands out: ${asked}`);
}

function mayRiseWithLoad(facts: Facts): boolean {
  const about = aboutIncident(facts);
  return about.unknown || risesWithLoad(about);
}

/** The load in words. */
export function timesUsual({ now, usual }: Load): string {
  return usual > 0
    ? `${Math.round((10 * now) / usual) / 10} times the baseline of requests`
    : `${Math.round(now)} requests per period where none came in the hour before`;
}

/** Whether requests are clearly above the baseline, beyond chance; false where unknown. */
export function underLoad({ load }: Pick<Facts, 'load'>): boolean {
  if (load.kind === 'unknown') return false;
  const { now, usual } = load.value;
  const byChance = CHANCE_DEVIATIONS * Math.sqrt(usual / PRESENT_POINTS);
  return now >= (usual > 0 ? Math.max(usual * OVERLOAD_RATIO, usual + byChance) : CROWD_REQUESTS_MIN);
}

/** Whether so many times the tasks would bear the load; false where unknown. */
export function carriedBy({ load }: Pick<Facts, 'load'>, times: number): boolean {
  return load.kind === 'known' && load.value.now <= load.value.usual * SPARE_RATIO * times;
}

/** Load hits all tasks alike, so a few sick ones among well ones are not its effect. */
export const minorityIsSick = memoizeLast((facts: Facts): boolean => {
  const sick = sickTasks(facts);
  if (sick.kind !== 'known' || facts.running.kind === 'unknown') return false;
  const tasks = runningTasks(facts.running.value.tasks);
  if (sick.tasks.length * 2 > tasks.length) return false;
  const ill = new Set(sick.tasks.map(({ arn }) => arn));
  const mayBeLoad = underLoad(facts) || whyUnread(facts.load) !== undefined;
  return !mayBeLoad || standOut(tasks, ill, facts.running.value.taskValues);
});

/** Under load the busiest tasks pass the limit first, but the others are close behind. */
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
