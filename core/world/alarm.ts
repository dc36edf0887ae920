/** An alarm as CloudWatch described it. Times are ms since the epoch. */
import { MetricElement } from '../catalog/metrics.ts';
import {
  shape,
  list,
  number,
  optional,
  yes,
  word,
  flag,
  later,
  time,
  text,
  type Shaped,
  type Schema,
} from '../shape.ts';

/** What an alarm with a fixed limit measures. */
export const AlarmMeasure = shape({
  elements: list(MetricElement),
  periodSeconds: number,
  comparison: word(['above', 'below']),
  threshold: number,
  /** The limit itself fails; absent where it is still well, and in earlier records. */
  limitFails: optional(yes),
  /**
   * Seconds for which it may stay red after its last bad period, because it looks at several. Absent in earlier records,
   * and where CloudWatch did not say.
   */
  lingersSeconds: optional(number),
});
export type AlarmMeasure = Shaped<typeof AlarmMeasure>;

export interface AlarmSnapshot {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly stateChangedAt: number;
  /** Whether a suppressor alarm keeps its actions from running. */
  readonly suppressed?: boolean;
  /** For an alarm over several series: the red ones. Its own state belongs to no single service. */
  readonly contributors?: readonly AlarmSnapshot[];
  /** For a composite alarm: the alarms in its rule. */
  readonly children?: readonly string[];
  /** What it measures, where that can be read but has no fixed limit: a band, an open query. */
  readonly looksAt?: { readonly elements: readonly MetricElement[]; readonly side?: 'above' | 'below' };
  /** Absent for composite alarms and for kinds that the healer cannot read back (anomaly bands, logs). */
  readonly measure?: AlarmMeasure;
  /** What a period without a datapoint counts as; absent for composite alarms. */
  readonly missingData?: 'breaching' | 'notBreaching' | 'ignore' | 'missing';
  /** Differs from CloudWatch's state: counts as OK, because its metric is silent, as it is when all is well. */
  readonly quiet?: true;
  /** Differs from CloudWatch's OK: its newest reading is beyond its limit, and later ones are late. */
  readonly late?: true;
}

/** As a decision keeps it. The type is written out above, because it lies in itself. */
export const AlarmSnapshot: Schema<AlarmSnapshot> = later(() =>
  shape({
    name: text,
    state: word(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
    stateChangedAt: time,
    suppressed: optional(flag),
    contributors: optional(list(AlarmSnapshot)),
    children: optional(list(text)),
    looksAt: optional(shape({ elements: list(MetricElement), side: optional(word(['above', 'below'])) })),
    measure: optional(AlarmMeasure),
    missingData: optional(word(['breaching', 'notBreaching', 'ignore', 'missing'])),
    quiet: optional(yes),
    late: optional(yes),
  }),
);
