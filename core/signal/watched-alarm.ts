/** An alarm of an incident with what it measures, so that verification reads the same metric. */
import type { Symptom, MetricName } from '../vocabulary.ts';
import type { AlarmMeasure } from '../world/alarm.ts';

export interface WatchedAlarm {
  readonly alarmName: string;
  /** What it is about; absent in earlier records, where `measure` and the failure type say it. */
  readonly about?: About;
  /**
   * Absent without a fixed limit: for a composite alarm, whose children are watched themselves, and for a band. Then
   * only the state of the alarm counts.
   */
  readonly measure?: AlarmMeasure & {
    /** The catalog's name for the metric, if it has one. */
    readonly metric?: MetricName;
    /**
     * Present for an alarm on a forecast of the metric: the value from which it forecasts, and seconds for which the
     * alarm may stay red after the trend ended. `measure` is of the metric itself.
     */
    readonly forecast?: { readonly floor: number; readonly lingersSeconds: number };
  };
}

/** What one alarm is about, and how that is known. */
export interface About {
  /** Empty where unknown. */
  readonly symptoms: readonly Symptom[];
  /**
   * `own`: the healer made the alarm. `metric`: recognised by its metrics. `children`: by those of a composite alarm.
   * `declared`: the user said so. `failureType`: implied by the runbook. `elsewhere`: its metrics are another
   * service's.
   */
  readonly by: 'own' | 'metric' | 'children' | 'declared' | 'failureType' | 'elsewhere' | 'nothing';
  /** The side of the limit on which the failure lies; absent where unknown, or both. */
  readonly side?: 'above' | 'below';
}
