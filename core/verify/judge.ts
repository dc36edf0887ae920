/**
 * Did it help? Judges readings taken after an action: the alarm's own metric inside its limit for several periods in a
 * row, guard metrics well or as usual, enough traffic to mean something, the alarms OK. No data is never recovery:
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
import { WORSE_PERIODS } from './check.ts';
import type { Check } from './check.ts';
import { guardCheck } from './guard-check.ts';
import { recoveredBefore } from './self-recovery.ts';
import { ALARM_SERIES, LATE_PERIODS_MAX, NO_SHIFT, reachOf, shiftOf } from './source-clock.ts';
import type { Reached, Shift } from './source-clock.ts';
import { strayAlarms } from './stray-alarms.ts';
import { trafficCheck } from './traffic-check.ts';
import { usualBefore } from './usual-before.ts';
import { wholePoints } from './whole-points.ts';
import { worstBefore } from './worst-before.ts';

export interface Readings {
  readonly now: number;
  /** Those of the incident, and the others of the service. */
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
  /** How far the metrics reached: the next look compares. */
  readonly reached?: Reached;
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

/** Inconclusive or unreadable verification is extended to this many times its window, then handed to a person. */
const EXTENSION_FACTOR = 3;

export function judge(about: Case, readings: Readings): Judgement {
  if (readings.series.kind === 'unknown' || readings.alarms.kind === 'unknown') {
    const why = readings.series.kind === 'unknown' ? readings.series.why : 'the alarms could not be read';
    const final = lateness(about, readings.now, NO_SHIFT) >= EXTENSION_FACTOR;
    return { verdict: 'unreadable', final, lines: [`could not verify: ${why}`] };
  }
  const seen = seenOf(about, readings.series.value, readings.now);
  const { reach, series } = seen;
  const judgement = judged(about, readings, seen);
  const attempt = about.incident.attempts.at(-1);
  const byItself =
    judgement.verdict === 'recovered' &&
    attempt !== undefined &&
    recoveredBefore(attempt, about.incident, series, seen.shift);
  return {
    ...judgement,
    ...(byItself && { byItself }),
    ...(reach !== undefined && { reached: { lookedAt: readings.now, newestEndsAt: reach } }),
  };
}

function judged(about: Case, readings: Readings, seen: Seen): Judgement {
  const late = lateness(about, readings.now, seen.shift);
  const checks = checksOf(about, readings, seen);
  const lines = checks.map(({ line }) => line);
  if (checks.some(({ state }) => state === 'worse')) return { verdict: 'worse', final: true, lines };
  if (checks.every(({ state }) => state === 'good')) return { verdict: 'recovered', final: true, lines };
  if (checks.some(({ state }) => state === 'bad')) return { verdict: 'notRecovered', final: late >= 1, lines };
  return { verdict: 'inconclusive', final: late >= EXTENSION_FACTOR, lines };
}

/** The readings, and how their clock is off from ours. */
interface Seen {
  readonly series: Readonly<Record<string, readonly Point[]>>;
  readonly now: number;
  readonly reach: number | undefined;
  readonly shift: Shift;
}

function seenOf({ incident, service }: Case, series: Seen['series'], now: number): Seen {
  const look = { now, periodMs: service.periodSeconds * 1_000, before: incident.verification?.reached };
  const reach = reachOf(series, look);
  return { series, now, reach, shift: shiftOf(reach, look) };
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
function lateness({ incident, runbook, service, since }: Case, now: number, shift: Shift): number {
  const { timeoutPeriods, goodPeriods } = runbook.verification;
  const window = timeoutPeriods * slowestPeriodSeconds(incident, service);
  // The alarm on a forecast stays red for as long as its period still holds the trend from before the remedy.
  const lingers = incident.alarms.map(({ measure }) => measure?.forecast?.lingersSeconds ?? 0);
  const longest = Math.max(window, ...lingers.map((seconds) => seconds + goodPeriods * service.periodSeconds));
  // Where clocks disagree, as many readings do not count as nobody can place.
  const unplaced = shift === NO_SHIFT ? 0 : (LATE_PERIODS_MAX + 1) * service.periodSeconds;
  return (now - since) / ((longest + unplaced) * 1_000);
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
  return checksOf(about, readings, seenOf(about, series, now)).find(({ state }) => state === 'worse')?.line;
}

function checksOf(about: Case, readings: Readings, seen: Seen): readonly Check[] {
  const { verification } = about.runbook;
  const alarms = about.incident.alarms.flatMap((alarm) => alarmChecks(alarm, about, readings, seen));
  const conditions = verification.conditions.map(({ metric, comparison, threshold }) =>
    limitCheck(
      { name: metric, comparison, threshold, before: before(about, metric, seen) },
      pointsOf(about, seen, metric),
      about,
    ),
  );
  const guards = verification.guards.map((guard) => {
    const { metric } = guard;
    const { goodPeriods, worseRatio } = verification;
    const decided = about.incident.before[metric];
    const values = { decided, usual: usual(about, metric, seen), worstBefore: before(about, metric, seen) };
    return guardCheck(guard, { ...values, goodPeriods, worseRatio }, pointsOf(about, seen, metric));
  });
  const quiet = quietCheck(about, readings);
  const evidence = [...alarms, ...conditions, quiet].filter((check) => check !== undefined);
  const requests = { ...about, plan: verification, usual: usual(about, 'requestCount', seen) };
  const traffic = trafficCheck(requests, pointsOf(about, seen, 'requestCount'));
  const strays = readings.alarms.kind === 'known' ? strayAlarms(about.incident, readings.alarms.value) : [];
  return [
    ...(evidence.length > 0 ? evidence : [NO_EVIDENCE]),
    ...[...strays, ...guards, traffic, runningCheck(readings)].filter((check) => check !== undefined),
  ];
}

/** No success by default: where nothing says that the failure is over, it is not known to be over. */
const NO_EVIDENCE: Check = { state: 'unknown', line: 'nothing measures this failure, so nothing shows that it ended' };

/**
 * For failures that ECS or an application reports: no new report for as long as a metric would have to be good. When it
 * arrived counts, not when its sender says it was: that is another clock.
 */
function quietCheck({ incident, service, runbook, since }: Case, { signals, now }: Readings): Check | undefined {
  const { trigger } = incident;
  if (trigger.kind === 'alarm') return undefined;
  if (trigger.kind === 'custom') {
    const said = lastReport(trigger.failureType, signals);
    if (said?.signal.state === 'OK') return { state: 'good', line: 'the application says it is over' };
    return said !== undefined && said.at > since ? { state: 'bad', line: said.signal.summary } : undefined;
  }
  const after = signals.filter(({ at }) => at > since);
  const period = service.periodSeconds * 1_000;
  const quietSince = now - runbook.verification.goodPeriods * period;
  const last = after.findLast(({ signal }) => !('state' in signal && signal.state === 'OK'));
  if (last !== undefined && last.at > quietSince) return { state: 'bad', line: last.signal.summary };
  return { state: 'good', line: `no further ${trigger.kind}` };
}

/** What an application said last about a failure only it sees. */
export function lastWord(failureType: string, signals: readonly JoinedSignal[]) {
  return lastReport(failureType, signals)?.signal;
}

function lastReport(failureType: string, signals: readonly JoinedSignal[]) {
  return signals
    .flatMap(({ signal, at }) => (signal.kind === 'custom' ? [{ signal, at }] : []))
    .findLast(({ signal }) => signal.failureType === failureType);
}

function alarmChecks(
  { alarmName, measure }: WatchedAlarm,
  about: Case,
  readings: Readings,
  seen: Seen,
): readonly Check[] {
  const alarms = readings.alarms.kind === 'known' ? readings.alarms.value : [];
  const state = alarms.find(({ name }) => name === alarmName)?.state;
  const stateCheck: Check =
    state === 'OK'
      ? { state: 'good', line: `${alarmName} is OK` }
      : { state: state === 'ALARM' ? 'bad' : 'unknown', line: `${alarmName} is ${state ?? 'gone'}` };
  if (measure === undefined) return [stateCheck];
  const { comparison, threshold, metric } = measure;
  const id = `${ALARM_SERIES}${alarmName}`;
  const worst = metric === undefined ? undefined : before(about, metric, seen, id);
  const limit = { name: metric ?? alarmName, comparison, threshold, before: worst };
  return [stateCheck, limitCheck(limit, pointsOf(about, seen, id, measure.periodSeconds), about)];
}

/** Old readings that go on may be of a clock that is ahead, or late: what both call "before" or "after" is all that counts. */
function before(about: Case, metric: MetricName, { series, shift }: Seen, id: string = metric): number | undefined {
  const actedAt = about.actedAt + Math.max(0, shift.earliest);
  const periodMs = about.service.periodSeconds * 1_000;
  return worstBefore(metric, series[id], { incident: about.incident, actedAt, periodMs });
}

/** Once the incident is closed, what is watched is a try to do without its toggle: then what came before that is usual. */
function usual({ incident, service, actedAt }: Case, metric: MetricName, { series }: Seen): number | undefined {
  const onsetAt = incident.phase === 'closed' ? actedAt : incident.onsetAt;
  return usualBefore(series[metric], { onsetAt, periodMs: service.periodSeconds * 1_000 });
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
  const values = `${limit.name} ${last.map(({ value }) => format(value)).join(', ') || 'no data'}`;
  const line = `${values} (limit ${format(limit.threshold)})`;
  const exceeded = limit.comparison === 'above' ? worseThan(after, limit, worseRatio) : undefined;
  // Harm is a comparison: said without its other half, nobody could check it.
  if (exceeded !== undefined) {
    return { state: 'worse', line: `${values} (was ${format(exceeded)} at most, limit ${format(limit.threshold)})` };
  }
  if (last.length < goodPeriods) return { state: 'unknown', line };
  const inside = last.every(({ value }) =>
    limit.comparison === 'above' ? value <= limit.threshold : value >= limit.threshold,
  );
  return { state: inside ? 'good' : 'bad', line };
}

/** The value before the action, when what came after is that much worse. */
function worseThan(after: readonly Point[], limit: Limit, ratio: number): number | undefined {
  const { before } = limit;
  if (before === undefined || before <= 0) return undefined;
  const last = after.slice(-WORSE_PERIODS);
  // Beyond the limit as well: twice next to nothing is still next to nothing.
  const beyond = last.every(({ value }) => value > before * ratio && value > limit.threshold);
  return last.length === WORSE_PERIODS && beyond ? before : undefined;
}

function runningCheck({ service }: Readings): Check {
  if (service.kind === 'unknown') return { state: 'unknown', line: `service unreadable: ${service.why}` };
  const { runningCount, desiredCount } = service.value;
  const line = `${runningCount} of ${desiredCount} tasks running`;
  // Fewer than wanted is a failure only when it lasts; the window's end makes it one.
  return { state: runningCount >= desiredCount && desiredCount > 0 ? 'good' : 'bad', line };
}

/** What counts of one series: after the warm-up, by the metrics' own clock. */
function pointsOf(about: Case, { series, now, reach, shift }: Seen, id: string, periodSeconds?: number) {
  const { service, runbook, since } = about;
  const warmUpSeconds = runbook.verification.warmUpPeriods * service.periodSeconds;
  return wholePoints(series[id], {
    from: since + warmUpSeconds * 1_000 + Math.max(0, shift.latest),
    now: now + shift.earliest,
    until: Math.max(now, reach ?? now),
    periodMs: (periodSeconds ?? service.periodSeconds) * 1_000,
  });
}
