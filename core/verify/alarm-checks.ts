/**
 * Checks of the incident's alarms after the action: the alarm's state, and the readings of its own metric. An alarm on
 * a metric that is silent when all is well never turns OK unless it treats missing data so; its state is judged
 * accordingly.
 */
import { countsRequests } from '../catalog/target-groups.ts';
import type { WatchedAlarm } from '../signal/watched-alarm.ts';
import type { AlarmSnapshot } from '../world/alarm.ts';
import type { Case, Readings } from './case.ts';
import type { Check } from './check.ts';
import { limitCheck } from './limit-check.ts';
import { pointsOf, worstOf, type Seen } from './seen.ts';
import type { SeenPoint } from './silence.ts';
import { ALARM_SERIES } from './source-clock.ts';

export function alarmChecks(
  { alarmName, measure }: WatchedAlarm,
  about: Case,
  readings: Readings,
  seen: Seen,
): readonly Check[] {
  const alarms = readings.alarms.kind === 'known' ? readings.alarms.value : [];
  const alarm = alarms.find(({ name }) => name === alarmName);
  if (measure === undefined) return [stateCheck(alarmName, alarm, [])];
  const { metric, periodSeconds } = measure;
  const id = `${ALARM_SERIES}${alarmName}`;
  const before = metric === undefined ? undefined : worstOf(about, metric, seen, id);
  const counted = countsRequests(about.service);
  const vouchedBy = counted ? 'requests are at their baseline' : 'its tasks were at work; no metric counts requests';
  const after = pointsOf(about, seen, id, periodSeconds);
  const last = after.slice(-about.runbook.verification.goodPeriods);
  return [
    stateCheck(alarmName, alarm, last),
    limitCheck({ ...measure, name: metric ?? alarmName, before, vouchedBy }, after, about),
  ];
}

/** @param last the latest readings of its metric, at most as many as have to be good */
function stateCheck(name: string, alarm: AlarmSnapshot | undefined, last: readonly SeenPoint[]): Check {
  const line = `${name} is ${alarm?.state ?? 'gone'}`;
  if (alarm === undefined) return { state: 'unknown', line };
  if (alarm.state === 'OK') return { state: 'good', line };
  const silent = last.length > 0 && last.every((point) => point.silent);
  if (silent && keepsQuiet(alarm)) {
    const why = `its metric is silent when all is well, and it treats missing data as ${alarm.missingData}`;
    return { state: 'good', line: `${line}: ${why}` };
  }
  return { state: alarm.state === 'ALARM' ? 'bad' : 'unknown', line };
}

/** Whether the alarm keeps its state, or has no data, while its metric is silent. */
export function keepsQuiet({ state, missingData }: AlarmSnapshot): boolean {
  return state === 'ALARM' ? missingData === 'ignore' : missingData === 'missing' || missingData === 'ignore';
}
