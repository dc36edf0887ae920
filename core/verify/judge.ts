/**
 * Whether a remedy helped. Judges the readings after an action: the alarm's own metric inside its limit for several
 * periods in a row, guard metrics well or at their baseline, enough traffic, the alarms OK. Missing data is never
 * recovery: a service without requests also has no errors.
 */
import type { ServiceEntry } from '../catalog/service.ts';
import type { Incident } from '../incident/incident.ts';
import type { WatchedAlarm } from '../signal/watched-alarm.ts';
import type { Point } from '../world/series.ts';
import { known } from '../world/known.ts';
import type { Verdict } from '../vocabulary.ts';
import { alarmChecks } from './alarm-checks.ts';
import type { Case, Readings } from './case.ts';
import type { Check } from './check.ts';
import { guardCheck } from './guard-check.ts';
import { limitCheck } from './limit-check.ts';
import { quietCheck } from './quiet-check.ts';
import { pointsOf, seenOf, usualOf, worstOf, type Seen } from './seen.ts';
import { recoveredBefore } from './self-recovery.ts';
import { latePeriodsMax, NO_SHIFT, type Shift } from './source-clock.ts';
import type { Reached } from '../incident/reached.ts';
import { strayAlarms } from './stray-alarms.ts';

export interface Judgement {
  readonly verdict: Verdict;
  /** Whether the verdict ends verification; otherwise the healer looks again. */
  readonly final: boolean;
  readonly lines: readonly string[];
  /** Lines of checks without enough data. Absent where all had enough. */
  readonly missing?: readonly string[];
  /** Recovered before the remedy could have any effect. */
  readonly byItself?: boolean;
  /** How far the metrics reached, for the next look to compare. */
  readonly reached?: Reached;
}

/** Inconclusive or unreadable verification goes on for so many windows, then a person is asked. */
export const EXTENSION_FACTOR = 3;

export function judge(about: Case, readings: Readings): Judgement {
  if (readings.series.kind === 'unknown' || readings.alarms.kind === 'unknown') {
    const why = readings.series.kind === 'unknown' ? readings.series.why : 'the alarms could not be read';
    const final = lateness(about, readings.now, NO_SHIFT) >= EXTENSION_FACTOR;
    return { verdict: 'unreadable', final, lines: [`could not verify: ${why}`], missing: [why] };
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
  const missing = checks.filter(({ state }) => state === 'unknown').map(({ line }) => line);
  return { verdict: 'inconclusive', final: late >= EXTENSION_FACTOR, lines, missing };
}

/** Earliest time for `recovered`: warm-up, good periods, and the last of them complete. */
export function firstLook(about: Pick<Case, 'service' | 'runbook'>, since: number): number {
  const { warmUpPeriods, goodPeriods } = about.runbook.verification;
  const period = about.service.periodSeconds * 1_000;
  const firstPeriod = Math.ceil((since + warmUpPeriods * period) / period) * period;
  return firstPeriod + goodPeriods * period + SETTLE_MS;
}

/** Metrics of a period are readable a moment after it ends. */
const SETTLE_MS = 500;

/** Share of the window that has passed: 1 is all of it. */
function lateness({ incident, runbook, service, since }: Case, now: number, shift: Shift): number {
  const { timeoutPeriods, goodPeriods } = runbook.verification;
  const window = timeoutPeriods * slowestPeriodSeconds(incident, service);
  const lingers = incident.alarms.map(lingersSeconds);
  const longest = Math.max(window, ...lingers.map((seconds) => seconds + goodPeriods * service.periodSeconds));
  // Readings that disagreeing clocks cannot place do not count.
  const unplaced = shift === NO_SHIFT ? 0 : (latePeriodsMax(service.periodSeconds * 1_000) + 1) * service.periodSeconds;
  return (now - since) / ((longest + unplaced) * 1_000);
}

/** Seconds for which an alarm may stay red after its failure. Bounded: a brought alarm may cover a whole day. */
function lingersSeconds({ measure }: WatchedAlarm): number {
  const lingers = measure?.forecast?.lingersSeconds ?? measure?.lingersSeconds ?? 0;
  return Math.min(LINGERS_SECONDS_MAX, lingers);
}

/** A heal waits for no alarm longer than an hour; for a slower one a person looks. */
const LINGERS_SECONDS_MAX = 3_600;

/** A brought alarm may have longer periods than the service, so the healer waits for those. */
function slowestPeriodSeconds({ alarms }: Pick<Incident, 'alarms'>, service: ServiceEntry): number {
  return Math.max(service.periodSeconds, ...alarms.map(({ measure }) => measure?.periodSeconds ?? 0));
}

/** Metrics that are worse than ever before the action, in words; undefined when none is, or it is not certain yet. */
export function worsened(
  about: Case,
  series: Readonly<Record<string, readonly Point[]>>,
  now: number,
): string | undefined {
  const service: Readings['service'] = { kind: 'unknown', why: 'not read' };
  const readings: Readings = { now, alarms: known([]), series: known(series), service, signals: [] };
  return checksOf(about, readings, seenOf(about, series, now)).find(({ state }) => state === 'worse')?.line;
}

function checksOf(about: Case, readings: Readings, seen: Seen): readonly Check[] {
  const { verification } = about.runbook;
  const alarms = about.incident.alarms.flatMap((alarm) => alarmChecks(alarm, about, readings, seen));
  const conditions = verification.conditions.map(({ metric, comparison, threshold }) =>
    limitCheck(
      { name: metric, comparison, threshold, before: worstOf(about, metric, seen), vouchedBy: VOUCHED_BY },
      pointsOf(about, seen, metric),
      about,
    ),
  );
  const guards = verification.guards.map((guard) => {
    const { metric } = guard;
    const { goodPeriods, worseRatio } = verification;
    const decided = about.incident.before[metric];
    const values = { decided, usual: usualOf(about, metric, seen), worstBaseline: worstOf(about, metric, seen) };
    return guardCheck(guard, { ...values, goodPeriods, worseRatio }, pointsOf(about, seen, metric));
  });
  const quiet = quietCheck(about, readings);
  const evidence = [...alarms, ...conditions, quiet].filter((check) => check !== undefined);
  const strays = readings.alarms.kind === 'known' ? strayAlarms(about.incident, readings.alarms.value) : [];
  return [
    ...(evidence.length > 0 ? evidence : [NO_EVIDENCE]),
    ...[...strays, ...guards, seen.traffic, runningCheck(readings)].filter((check) => check !== undefined),
  ];
}

/** A condition is on a metric of the service itself. */
const VOUCHED_BY = 'requests are at their baseline';

/** No success by default: without a measure, the end of the failure is unknown. */
const NO_EVIDENCE: Check = { state: 'unknown', line: 'no measure covers this failure, so its end is unknown' };

function runningCheck({ service }: Readings): Check {
  if (service.kind === 'unknown') return { state: 'unknown', line: `service unreadable: ${service.why}` };
  const { runningCount, desiredCount } = service.value;
  const line = `${runningCount} of ${desiredCount} tasks running`;
  // Too few tasks are a failure only at the end of the window: tasks need time to start.
  return { state: runningCount >= desiredCount && desiredCount > 0 ? 'good' : 'bad', line };
}
