/**
 * Tells a service that is overloaded from one that is broken. When the whole fleet suffers while more is asked of it
 * than usual, its tasks are busy, not sick: to replace them takes capacity away and makes it worse. What helps is less
 * load, or patience.
 */
import { aboutIncident, risesWithLoad } from '../signal/about.ts';
import type { Hold } from '../holds/hold.ts';
import { STAND_OUT_SHARE } from './outliers.ts';
import { runningTasks } from './running-tasks.ts';
import { sickTasks } from './sick-tasks.ts';
import { hold } from '../holds/hold.ts';
import { whyUnread } from '../world/known.ts';
import { mean } from '../statistics.ts';
import type { Facts, Load, Running } from './facts.ts';
import { memoizeLast } from './memoize-last.ts';
import type { Point } from '../world/series.ts';
import type { TaskSnapshot } from '../world/task.ts';

/** Times the usual that a fleet can bear: fleets are run with about this much to spare. */
const SPARE_RATIO = 1.5;
/**
 * Times the usual from which load explains a failing fleet. Less than what a fleet can bear, because requests are counted as they
 * are answered: clients that wait for an answer before they ask again never show more than the tasks can answer, which is
 * 1.3 times the usual where a fleet is run at three quarters of it.
 */
const OVERLOAD_RATIO = 1.3;
/** From here on load explains what has no limit of its own: a band or a log has no room to spare, and is crossed by less. */
const UNLIMITED_RATIO = 1.2;

/**
 * Requests that arrive independently of each other vary by the square root of their number (Poisson): only what is this many
 * such deviations above the usual is more than chance. Five requests instead of three are no crowd.
 */
const CHANCE_DEVIATIONS = 3;

/**
 * From nothing there is no ratio. So many requests a period are a crowd where none came for an hour; fewer any task bears. As
 * many as verification calls enough to mean something.
 */
const CROWD_REQUESTS_MIN = 50;

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
export const overloaded = memoizeLast((facts: Facts): Hold | undefined => {
  const { load, running } = facts;
  if (load.kind === 'unknown' || running.kind === 'unknown' || !underLoad(facts)) return undefined;
  if (!risesWithLoad(aboutIncident(facts)) || minorityIsSick(facts)) return undefined;
  return hold('overloaded', `${timesUsual(load.value)} and no task stands out: they are busy, not broken`);
});

/**
 * Why tasks that may only be busy are left alone, and none are added: the load could not be read, and what fails is what
 * fails under load, or may be, at more than a few of the tasks. Undefined where it was read, or nothing counts requests.
 */
export function loadUnread(facts: Facts): Hold | undefined {
  const why = whyUnread(facts.load);
  if (why === undefined || !mayRiseWithLoad(facts) || minorityIsSick(facts)) return undefined;
  return hold('metrics-unreadable', `its requests could not be read (${why}), so its tasks may be busy, not broken`);
}

/**
 * Why no task is replaced for a signal of which nobody knows what it is about: then nothing tells which tasks are sick, and
 * they may all be busy. Beside what is understood and no matter of load, such a signal counts only where there is load.
 * Undefined where all is understood, where few tasks are sick, and where load was not read, which is a reason of its own.
 */
export function aboutUnknown(facts: Facts): Hold | undefined {
  const { symptoms, unknown } = aboutIncident(facts);
  if (!unknown || whyUnread(facts.load) !== undefined || minorityIsSick(facts)) return undefined;
  if (symptoms.length > 0 && !underLoad(facts)) return undefined;
  const { load } = facts;
  const asked = load.kind === 'known' ? timesUsual(load.value) : load.why;
  return hold('about-unknown', `it is not known what the signal is about, so nothing tells busy from broken: ${asked}`);
}

/**
 * Why the tasks are left alone that a signal without a limit speaks of all together: none stands out among them, and load
 * explains it already, or cannot be told. Undefined where some alarm has a limit: that says how much is too much.
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

/** The load as people say it. */
export function timesUsual({ now, usual }: Load): string {
  return usual > 0
    ? `${Math.round((10 * now) / usual) / 10} times the usual requests`
    : `${Math.round(now)} requests per period where none came in the hour before`;
}

/** Whether clearly more is asked of the service than usual, and not by chance; false where nobody knows. */
export function underLoad({ load }: Pick<Facts, 'load'>): boolean {
  if (load.kind === 'unknown') return false;
  const { now, usual } = load.value;
  const byChance = CHANCE_DEVIATIONS * Math.sqrt(usual / PRESENT_POINTS);
  return now >= (usual > 0 ? Math.max(usual * OVERLOAD_RATIO, usual + byChance) : CROWD_REQUESTS_MIN);
}

/** Whether this many times the tasks would each have no more to do than a fleet can bear; false where nobody knows. */
export function carriedBy({ load }: Pick<Facts, 'load'>, times: number): boolean {
  return load.kind === 'known' && load.value.now <= load.value.usual * SPARE_RATIO * times;
}

/** Load hits all tasks alike: where few are sick and the others well, it is not the load. */
export const minorityIsSick = memoizeLast((facts: Facts): boolean => {
  const sick = sickTasks(facts);
  if (sick.kind !== 'known' || facts.running.kind === 'unknown') return false;
  const tasks = runningTasks(facts.running.value.tasks);
  if (sick.tasks.length * 2 > tasks.length) return false;
  const ill = new Set(sick.tasks.map(({ arn }) => arn));
  const mayBeLoad = underLoad(facts) || whyUnread(facts.load) !== undefined;
  return !mayBeLoad || standOut(tasks, ill, facts.running.value.taskValues);
});

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
