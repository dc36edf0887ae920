/**
 * An alarm that an incident is about, with what it measures, so that verification reads the same thing.
 */
import type { Symptom, MetricName } from '../vocabulary.ts';
import type { MetricElement } from '../catalog/metrics.ts';

/** An alarm this incident is about, with what it measures, so that verification reads the same thing. */
export interface WatchedAlarm {
  readonly alarmName: string;
  /** What it is about; absent in what was stored before this was, and is then read by `measure` and the failure type. */
  readonly about?: About;
  /**
   * Absent where there is no fixed limit to compare with: for a composite alarm, whose children are watched by themselves,
   * and for a band of normal values. Then the state of the alarm alone is read.
   */
  readonly measure?: {
    readonly elements: readonly MetricElement[];
    readonly periodSeconds: number;
    readonly comparison: 'above' | 'below';
    readonly threshold: number;
    /** The limit itself fails; absent where it is still well, and in records of earlier versions. */
    readonly limitFails?: true;
    /**
     * How long the alarm may stay red after its last bad period: it looks at several. Absent in records of earlier
     * versions, and where the alarm did not say.
     */
    readonly lingersSeconds?: number;
    /** The catalog's name for the metric, where it is one of ours. */
    readonly metric?: MetricName;
    /**
     * Present when the alarm is on a forecast of the metric: from which value on there is one, and how long the alarm
     * may stay red after the trend ended. What is measured is the metric itself; the forecast is what the alarm says.
     */
    readonly forecast?: { readonly floor: number; readonly lingersSeconds: number };
  };
}

/** What one alarm is about, and how that is known. */
export interface About {
  /** Empty where it is not known. */
  readonly symptoms: readonly Symptom[];
  /**
   * `own`: the healer made the alarm. `metric`: recognised by its metrics. `children`: by those of a composite alarm.
   * `declared`: the user said so. `failureType`: implied by the runbook. `elsewhere`: its metrics are another service's.
   */
  readonly by: 'own' | 'metric' | 'children' | 'declared' | 'failureType' | 'elsewhere' | 'nothing';
  /** On which side of what is normal the failure lies; absent where that is not known, or both. */
  readonly side?: 'above' | 'below';
}
