/**
 * Reads alarms before an action with their silence in mind: an alarm on a count that is silent when all is well stays
 * red, or without data, after its failure is over. Verification does the same after an action. A heal that waits for
 * its turn must neither act on a failure that ended, nor ask a person about it.
 */
import type { WatchedAlarm } from '../signal/watched-alarm.ts';
import type { AlarmSnapshot } from '../world/alarm.ts';
import type { Point } from '../world/series.ts';
import { keepsQuiet } from './alarm-checks.ts';
import type { Case } from './case.ts';
import { pointsOf, seenOf } from './seen.ts';
import { ALARM_SERIES, LATE_PERIODS_APART, LATE_PERIODS_MAX } from './source-clock.ts';
import { sparsityOf } from './sparse.ts';

type About = Pick<Case, 'incident' | 'service' | 'runbook'>;

/** Whether silence may explain the alarm's state, so that its readings are worth reading. */
export function mayBeQuiet({ measure }: WatchedAlarm, alarm: AlarmSnapshot | undefined): boolean {
  if (alarm === undefined || alarm.state === 'OK' || measure === undefined || !keepsQuiet(alarm)) return false;
  return measure.comparison === 'above' && sparsityOf(measure.elements) !== 'gauge';
}

/** From when its readings are needed, ms since the epoch: the good periods, and those that may be late. */
export function quietSince({ incident, service, runbook }: About, now: number): number {
  const { goodPeriods, warmUpPeriods } = runbook.verification;
  const slowest = Math.max(service.periodSeconds, ...incident.alarms.map(({ measure }) => measure?.periodSeconds ?? 0));
  const seconds =
    (goodPeriods + LATE_PERIODS_MAX + LATE_PERIODS_APART + 1) * slowest + warmUpPeriods * service.periodSeconds;
  return now - seconds * 1_000;
}

/**
 * The alarms; one that was silent for as long as a heal must be good counts as OK and is marked `quiet`, if the service
 * was at work in all of these periods and nothing was counted.
 * @param series of the incident, from before `quietSince` on
 */
export function withQuiet(
  about: About,
  alarms: readonly AlarmSnapshot[],
  series: Readonly<Record<string, readonly Point[]>>,
  now: number,
): readonly AlarmSnapshot[] {
  const since = quietSince(about, now);
  const looked: Case = { ...about, actedAt: since, since };
  const seen = seenOf(looked, series, now);
  const { goodPeriods } = about.runbook.verification;
  return alarms.map((alarm) => {
    const watched = about.incident.alarms.find(({ alarmName }) => alarmName === alarm.name);
    if (watched === undefined || !mayBeQuiet(watched, alarm)) return alarm;
    const id = `${ALARM_SERIES}${alarm.name}`;
    const last = pointsOf(looked, seen, id, watched.measure?.periodSeconds).slice(-goodPeriods);
    const silent = last.length === goodPeriods && last.every((point) => point.silent === true);
    return silent ? { ...alarm, state: 'OK', quiet: true } : alarm;
  });
}
