/**
 * Alarms that are OK only because their newest readings have not come. Where missing data counts as well, an alarm turns OK when
 * the readings of a failure that goes on are late, and red again when they are there: such an OK ends no incident. In a few
 * minutes the reading is there, or it is true that there is none.
 */
import type { Incident } from '../incident/incident.ts';
import type { WatchedAlarm } from '../signal/watched-alarm.ts';
import type { AlarmSnapshot } from '../world/alarm.ts';
import type { Point } from '../world/series.ts';
import { isBeyond } from '../signal/beyond-limit.ts';
import { ALARM_SERIES, latestComplete, mayYetCome } from './source-clock.ts';
import { sparsityOf } from './sparse.ts';

/** Whether late readings may be why it is OK. A count is silent when all is well, so after a bad period that is the news. */
export function mayBeLate({ measure }: WatchedAlarm, alarm: AlarmSnapshot | undefined): boolean {
  if (alarm?.state !== 'OK' || alarm.missingData !== 'notBreaching' || measure === undefined) return false;
  return sparsityOf(measure.elements) !== 'count';
}

/**
 * The alarms, each whose newest reading is beyond its limit, and whose next one is due and may yet come, taken for one without
 * data and marked as `late`.
 * @param series of the incident; only what its alarms measure counts
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
