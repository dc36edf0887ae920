/**
 * The port of CloudWatch: alarms and metrics. Times are ms since the epoch; failures are those of `errors.ts`.
 */
import type { AlarmSnapshot } from '../world/alarm.ts';
import type { SeriesRequest, Point } from '../world/series.ts';

export interface Metrics {
  /**
   * Alarms by name; one that does not exist is absent from the answer. At most 100 names. A contributor, by its name,
   * is one series of its alarm with its own state; the alarm over several series is neither red nor OK.
   */
  alarms(names: readonly string[]): Promise<readonly AlarmSnapshot[]>;
  /** Whether a mute rule applies to the alarm now. */
  muted(alarmName: string): Promise<boolean>;
  /** Complete periods in [from, to), oldest first, by request id; an empty list means no data. At most 100 requests. */
  series(
    requests: readonly SeriesRequest[],
    from: number,
    to: number,
  ): Promise<Readonly<Record<string, readonly Point[]>>>;
}
