/** An alarm of an incident with what it measures, so that verification reads the same metric. */
import { SYMPTOMS, METRIC_NAMES } from '../vocabulary.ts';
import { AlarmMeasure } from '../world/alarm.ts';
import { fieldsOf, shape, text, list, number, optional, word, type Shaped } from '../shape.ts';

/** What one alarm is about, and how that is known. */
export const About = shape({
  /** Empty where unknown. */
  symptoms: list(word(SYMPTOMS)),
  /**
   * `own`: the healer made the alarm. `metric`: recognised by its metrics. `children`: by those of a composite alarm.
   * `declared`: the user said so. `failureType`: implied by the runbook. `elsewhere`: its metrics are another
   * service's.
   */
  by: word(['own', 'metric', 'children', 'declared', 'failureType', 'elsewhere', 'nothing']),
  /** The side of the limit on which the failure lies; absent where unknown, or both. */
  side: optional(word(['above', 'below'])),
});
export type About = Shaped<typeof About>;

export const WatchedAlarm = shape({
  alarmName: text,
  /** What it is about; absent in earlier records, where `measure` and the failure type say it. */
  about: optional(About),
  /**
   * Absent without a fixed limit: for a composite alarm, whose children are watched themselves, and for a band. Then
   * only the state of the alarm counts.
   */
  measure: optional(
    shape({
      ...fieldsOf(AlarmMeasure),
      /** The catalog's name for the metric, if it has one. */
      metric: optional(word(METRIC_NAMES)),
      /**
       * Present for an alarm on a forecast of the metric: the value from which it forecasts, and seconds for which the
       * alarm may stay red after the trend ended. `measure` is of the metric itself.
       */
      forecast: optional(shape({ floor: number, lingersSeconds: number })),
    }),
  ),
});
export type WatchedAlarm = Shaped<typeof WatchedAlarm>;
