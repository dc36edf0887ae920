/**
 * Whether a failure was over before its remedy could have any effect. Memory must not credit the remedy for a recovery
 * that came while the healer prepared.
 */
import type { Attempt, Incident } from '../incident/incident.ts';
import type { WatchedAlarm } from '../signal/watched-alarm.ts';
import type { Point } from '../world/series.ts';
import { isBeyond } from '../signal/beyond-limit.ts';
import type { Move } from '../incident/journal.ts';
import { ALARM_SERIES, NO_SHIFT, type Shift } from './source-clock.ts';

/** Moves that users notice. A higher count has no effect before its tasks take traffic. */
const EFFECTIVE: ReadonlySet<Move['kind']> = new Set([
  'deregisterTarget',
  'stopTask',
  'setTaskDefinition',
  'writeToggle',
]);

/**
 * True when every alarm with a limit was inside it for the last whole period before the attempt's first effective move.
 * False without proof: an attempt without such a move, an alarm without a metric, no data.
 * @param series complete periods by series id, as for `judge`
 * @param shift offset of the clock of the series from that of the attempt
 */
export function recoveredBefore(
  { journal, startedAt }: Attempt,
  { alarms }: Pick<Incident, 'alarms'>,
  series: Readonly<Record<string, readonly Point[]>>,
  shift: Shift = NO_SHIFT,
): boolean {
  const effectAt = journal.moves.find(({ move }) => EFFECTIVE.has(move.kind))?.at;
  const measured = alarms.filter(({ measure }) => measure !== undefined);
  if (effectAt === undefined || measured.length === 0) return false;
  const between = { startedAt: startedAt + shift.latest, effectAt: effectAt + shift.earliest };
  return measured.every((alarm) => wasInside(alarm, series[`${ALARM_SERIES}${alarm.alarmName}`] ?? [], between));
}

function wasInside(
  { measure }: WatchedAlarm,
  points: readonly Point[],
  { startedAt, effectAt }: { readonly startedAt: number; readonly effectAt: number },
): boolean {
  if (measure === undefined) return false;
  const { periodSeconds } = measure;
  // A period that began before the decision shows nothing new.
  const last = points.findLast(({ at }) => at >= startedAt && at + periodSeconds * 1_000 <= effectAt);
  return last !== undefined && !isBeyond(measure, last.value);
}
