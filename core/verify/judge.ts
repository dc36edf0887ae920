/**
 * Did it help? Judges readings taken after an action: the alarm's own metric inside its limit for several periods in a
 * row, guard metrics no worse than before, enough traffic to mean something, the alarms OK. No data is never recovery:
 * a service that takes no requests also has no errors.
 */
import type { Runbook, ServiceEntry } from '../catalog.ts';
import type { Incident, WatchedAlarm } from '../incident/incident.ts';
import type { AlarmSnapshot, Point, ServiceSnapshot } from '../ports.ts';
import type { JoinedSignal } from '../ledger-port.ts';
import { known } from '../decide/facts.ts';
import type { Known } from '../decide/facts.ts';
import type { MetricName, Verdict } from '../vocabulary.ts';
import { format } from '../decide/evidence.ts';
import { recoveredBefore } from './self-recovery.ts';

export interface Readings {
  readonly now: number;
  readonly alarms: Known<readonly AlarmSnapshot[]>;
  /** Complete periods since before the action, oldest first, by series id: `alarm:<name>` or a metric name. */
  readonly series: Known<Readonly<Record<string, readonly Point[]>>>;
  readonly service: Known<ServiceSnapshot>;
  /** Every signal of the incident so far. */
  readonly signals: readonly JoinedSignal[];
}

export interface Judgement {
  readonly verdict: Verdict;
  /** Whether the verdict ends verification; otherwise it is looked at again. */
  readonly final: boolean;
  readonly lines: readonly string[];
  /** Recovered before the remedy could have had any effect. */
  readonly byItself?: boolean;
}

export interface Case {
  readonly incident: Incident;
  readonly service: ServiceEntry;
  readonly runbook: Runbook;
  /** When the action began: what complete periods showed until then is how bad it was without it. */
  readonly actedAt: number;
  /** When the action ended: readings count from here. */
  readonly since: number;
}

/** Consecutive readings beyond `worseRatio` times the value before, after which waiting on would be harm. */
const WORSE_PERIODS = 2;
/** Inconclusive or unreadable verification is extended to this many times its window, then handed to a person. */
const EXTENSION_FACTOR = 3;

export function judge(about: Case, readings: Readings): Judgement {
  const late = lateness(about, readings.now);
  if (readings.series.kind === 'unknown' || readings.alarms.kind === 'unknown') {
    const why = readings.series.kind === 'unknown' ? readings.series.why : 'the alarms could not be read';
    return { verdict: 'unreadable', final: late >= EXTENSION_FACTOR, lines: [`could not verify: ${why}`] };
  }
  const checks = checksOf(about, readings, readings.series.value);
  const lines = checks.map(({ line }) => line);
  if (checks.some(({ state }) => state === 'worse')) return { verdict: 'worse', final: true, lines };
  if (checks.every(({ state }) => state === 'good')) {
    const attempt = about.incident.attempts.at(-1);
    const byItself = attempt !== undefined && recoveredBefore(attempt, about.incident, readings.series.value);
    return { verdict: 'recovered', final: true, lines, ...(byItself && { byItself }) };
  }
  if (checks.some(({ state }) => state === 'bad')) return { verdict: 'notRecovered', final: late >= 1, lines };
  return { verdict: 'inconclusive', final: late >= EXTENSION_FACTOR, lines };
}

/** Earliest time at which `recovered` is possible: warm-up, good periods, and the last of them complete. */
export function firstLook(about: Pick<Case, 'service' | 'runbook'>, since: number): number {
  const { warmUpPeriods, goodPeriods } = about.runbook.verification;
  const period = about.service.periodSeconds * 1_000;
  const firstPeriod = Math.ceil((since + warmUpPeriods * period) / period) * period;
  return firstPeriod + goodPeriods * period + SETTLE_MS;
}

/** Metrics of a period are readable a moment after it ends. */
const SETTLE_MS = 500;

/** How much of the window has passed: 1 is all of it. */
function lateness({ incident, runbook, service, since }: Case, now: number): number {
  const { timeoutPeriods, goodPeriods } = runbook.verification;
  const window = timeoutPeriods * slowestPeriodSeconds(incident, service);
  // The alarm on a forecast stays red for as long as its period still holds the trend from before the remedy.
  const lingers = incident.alarms.map(({ measure }) => measure?.forecast?.lingersSeconds ?? 0);
  const longest = Math.max(window, ...lingers.map((seconds) => seconds + goodPeriods * service.periodSeconds));
  return (now - since) / (longest * 1_000);
}

/** A brought alarm may be slower than the service's own: its periods are what there is to wait for. */
function slowestPeriodSeconds({ alarms }: Pick<Incident, 'alarms'>, service: ServiceEntry): number {
  return Math.max(service.periodSeconds, ...alarms.map(({ measure }) => measure?.periodSeconds ?? 0));
}

/** What is worse than it ever was before the action, in words; undefined when nothing is, or nothing shows it yet. */
export function worsened(
  about: Case,
  series: Readonly<Record<string, readonly Point[]>>,
  now: number,
): string | undefined {
  const service: Readings['service'] = { kind: 'unknown', why: 'not asked' };
  const readings: Readings = { now, alarms: known([]), series: known(series), service, signals: [] };
  return checksOf(about, readings, series).find(({ state }) => state === 'worse')?.line;
}

interface Check {
  readonly state: 'good' | 'bad' | 'worse' | 'unknown';
  readonly line: string;
}

function checksOf(
  about: Case,
  readings: Readings,
  series: Readonly<Record<string, readonly Point[]>>,
): readonly Check[] {
  const { verification } = about.runbook;
  const alarms = about.incident.alarms.flatMap((alarm) => alarmChecks(alarm, about, readings, series));
  const conditions = verification.conditions.map(({ metric, comparison, threshold }) =>
    limitCheck(
      { name: metric, comparison, threshold, before: worstBefore(about, metric, series[metric]) },
      points(about, series[metric], readings.now),
      about,
    ),
  );
  const guards = verification.guards.map((guard) =>
    guardCheck(about, guard, points(about, series[guard.metric], readings.now)),
  );
  const quiet = quietCheck(about, readings);
  const evidence = [...alarms, ...conditions, quiet].filter((check) => check !== undefined);
  return [
    ...(evidence.length > 0 ? evidence : [NO_EVIDENCE]),
    ...[...guards, trafficCheck(about, series, readings.now), runningCheck(readings)].filter(
      (check) => check !== undefined,
    ),
  ];
}

/** No success by default: where nothing says that the failure is over, it is not known to be over. */
const NO_EVIDENCE: Check = { state: 'unknown', line: 'nothing measures this failure, so nothing shows that it ended' };

/** For failures that ECS or an application reports: no new report for as long as a metric would have to be good. */
function quietCheck({ incident, service, runbook, since }: Case, { signals, now }: Readings): Check | undefined {
  const { trigger } = incident;
  if (trigger.kind === 'alarm') return undefined;
  if (trigger.kind === 'custom') {
    const said = lastWord(trigger.failureType, signals);
    if (said?.state === 'OK') return { state: 'good', line: 'the application says it is over' };
    return said !== undefined && said.at > since ? { state: 'bad', line: said.summary } : undefined;
  }
  const after = signals.map(({ signal }) => signal).filter((signal) => signal.at > since);
  const period = service.periodSeconds * 1_000;
  const quietSince = now - runbook.verification.goodPeriods * period;
  const last = after.findLast((signal) => !('state' in signal && signal.state === 'OK'));
  if (last !== undefined && last.at > quietSince) return { state: 'bad', line: last.summary };
  return { state: 'good', line: `no further ${trigger.kind}` };
}

/** What an application said last about a failure only it sees. */
export function lastWord(failureType: string, signals: readonly JoinedSignal[]) {
  return signals
    .map(({ signal }) => signal)
    .filter((signal) => signal.kind === 'custom')
    .findLast((signal) => signal.failureType === failureType);
}

function alarmChecks(
  { alarmName, measure }: WatchedAlarm,
  about: Case,
  readings: Readings,
  series: Readonly<Record<string, readonly Point[]>>,
): readonly Check[] {
  const alarms = readings.alarms.kind === 'known' ? readings.alarms.value : [];
  const state = alarms.find(({ name }) => name === alarmName)?.state;
  const stateCheck: Check =
    state === 'OK'
      ? { state: 'good', line: `${alarmName} is OK` }
      : { state: state === 'ALARM' ? 'bad' : 'unknown', line: `${alarmName} is ${state ?? 'gone'}` };
  if (measure === undefined) return [stateCheck];
  const { comparison, threshold, metric } = measure;
  const read = series[`alarm:${alarmName}`];
  const before = metric === undefined ? undefined : worstBefore(about, metric, read);
  const limit = { name: metric ?? alarmName, comparison, threshold, before };
  return [stateCheck, limitCheck(limit, points(about, read, readings.now, measure.periodSeconds), about)];
}

/**
 * The highest value before the action. The value at the decision alone may be of a period that was well for most of its
 * time: measured against that, a failure that merely went on would look like harm.
 */
function worstBefore(about: Case, metric: MetricName, read: readonly Point[] = []): number | undefined {
  const decided = about.incident.before[metric];
  if (decided === undefined) return undefined;
  const complete = read.filter(({ at }) => at + about.service.periodSeconds * 1_000 <= about.actedAt);
  return Math.max(decided, ...complete.map(({ value }) => value));
}

interface Limit {
  readonly name: string;
  readonly comparison: 'above' | 'below';
  /** The limit itself counts as inside, as it does for the alarm. */
  readonly threshold: number;
  readonly before: number | undefined;
}

function limitCheck(limit: Limit, after: readonly Point[], about: Case): Check {
  const { goodPeriods, worseRatio } = about.runbook.verification;
  const last = after.slice(-goodPeriods);
  const line = `${limit.name} ${last.map(({ value }) => format(value)).join(', ') || 'no data'} (limit ${format(limit.threshold)})`;
  if (limit.comparison === 'above' && isWorse(after, limit, worseRatio)) return { state: 'worse', line };
  if (last.length < goodPeriods) return { state: 'unknown', line };
  const inside = last.every(({ value }) =>
    limit.comparison === 'above' ? value <= limit.threshold : value >= limit.threshold,
  );
  return { state: inside ? 'good' : 'bad', line };
}

function isWorse(after: readonly Point[], limit: Limit, ratio: number): boolean {
  const { before } = limit;
  if (before === undefined || before <= 0) return false;
  const last = after.slice(-WORSE_PERIODS);
  // Beyond the limit as well: twice next to nothing is still next to nothing.
  return last.length === WORSE_PERIODS && last.every(({ value }) => value > before * ratio && value > limit.threshold);
}

function guardCheck(
  about: Case,
  guard: { readonly metric: MetricName; readonly ratioMax: number; readonly floor: number },
  after: readonly Point[],
): Check | undefined {
  const before = about.incident.before[guard.metric];
  const last = after.slice(-about.runbook.verification.goodPeriods);
  // What was never measured guards nothing; what was, and is silent now, is not known to be well.
  if (before === undefined) return undefined;
  if (last.length < about.runbook.verification.goodPeriods)
    return { state: 'unknown', line: `${guard.metric} has no data` };
  const limit = Math.max(guard.floor, before * guard.ratioMax);
  const line = `${guard.metric} ${last.map(({ value }) => format(value)).join(', ')} (was ${format(before)})`;
  return { state: last.every(({ value }) => value <= limit) ? 'good' : 'bad', line };
}

function trafficCheck(about: Case, series: Readonly<Record<string, readonly Point[]>>, now: number): Check | undefined {
  const { trafficMin, goodPeriods } = about.runbook.verification;
  if (trafficMin === 0 || about.service.targetGroup === undefined) return undefined;
  const last = points(about, series['requestCount'], now).slice(-goodPeriods);
  const enough = last.length === goodPeriods && last.every(({ value }) => value >= trafficMin);
  const line = `requests per period ${last.map(({ value }) => format(value)).join(', ') || 'none'} (at least ${trafficMin})`;
  return { state: enough ? 'good' : 'unknown', line };
}

function runningCheck({ service }: Readings): Check {
  if (service.kind === 'unknown') return { state: 'unknown', line: `service unreadable: ${service.why}` };
  const { runningCount, desiredCount } = service.value;
  const line = `${runningCount} of ${desiredCount} tasks running`;
  // Fewer than wanted is a failure only when it lasts; the window's end makes it one.
  return { state: runningCount >= desiredCount && desiredCount > 0 ? 'good' : 'bad', line };
}

/** Periods a metric may be late: load balancers publish a minute or two after the fact. */
const LATE_PERIODS_MAX = 2;

/**
 * Points of whole periods after the warm-up, as far as they are without a gap up to now. Old good news, and good news
 * with holes in it, are none: a service that fell silent would look healthy.
 */
function points(
  about: Case,
  series: readonly Point[] | undefined,
  now: number,
  periodSeconds?: number,
): readonly Point[] {
  const period = (periodSeconds ?? about.service.periodSeconds) * 1_000;
  const from = about.since + about.runbook.verification.warmUpPeriods * about.service.periodSeconds * 1_000;
  const after = (series ?? []).filter(({ at }) => at >= from);
  const last = after.at(-1);
  const latestComplete = Math.floor(now / period) * period - period;
  if (last === undefined || last.at < latestComplete - LATE_PERIODS_MAX * period) return [];
  const gap = after.findLastIndex((point, i) => i > 0 && point.at - (after[i - 1]?.at ?? 0) > period);
  return gap < 0 ? after : after.slice(gap);
}
