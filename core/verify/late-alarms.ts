/**
 * Alarms that are OK only because their newest readings are late. Where missing data counts as well, an alarm turns OK
 * while the readings of a lasting failure are late, and red again once they arrive. Such an OK must not end an
 * incident; within minutes the reading arrives, or its absence is certain.
 */
import type { Incident } from '../incident/incident.ts';
import type { WatchedAlarm } from '../signal/watched-alarm.ts';
import type { AlarmSnapshot } from '../world/alarm.ts';
import type { Point } from '../world/series.ts';
import { isBeyond } from '../signal/beyond-limit.ts';
import { ALARM_SERIES, latestComplete, mayYetCome } from './source-clock.ts';
import { sparsityOf } from './sparse.ts';

/** Whether late readings may explain the OK. After a bad period, a sparse count may truly be silent. */
export function mayBeLate({ measure }: WatchedAlarm, alarm: AlarmSnapshot | undefined): boolean {
  if (alarm?.state !== 'OK' || alarm.missingData !== 'notBreaching' || measure === undefined) return false;
  return sparsityOf(measure.elements) !== 'count';
}

/**
 * The alarms; one whose newest reading is beyond its limit, and whose next one may still come, counts as without data
 * and is marked `late`.
 * @param series of the incident; only the metrics of its alarms matter
 */
export function withLate(
  { alarms: watched }: Pick<Incident, 'alarms'>,
  alarms: readonly AlarmSnapshot[],
  series: Readonly<Record<string, readonly Point[]>>,
  now: number,
): readonly AlarmSnapshot[] {
  return alarms.map((alarm) => {
    const own = watched.find(({ alarmName }) => alarmName === alarm.name);
    if (own?.measure === undefined || !mayBeLate(own, alarm)) return alarm;
    const newest = (series[`${ALARM_SERIES}${alarm.name}`] ?? []).at(-1);
    if (newest === undefined || !isBeyond(own.measure, newest.value)) return alarm;
    const periodMs = own.measure.periodSeconds * 1_000;
    const due = newest.at + periodMs;
    return due <= latestComplete(now, periodMs) && mayYetCome(due, now, periodMs)
      ? { ...alarm, state: 'INSUFFICIENT_DATA', late: true }
      : alarm;
  });
}
