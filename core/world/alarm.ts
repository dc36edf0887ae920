/**
 * An alarm as CloudWatch described it when it was read. Times are ms since the epoch.
 */
import type { MetricElement } from '../catalog/metrics.ts';

export interface AlarmSnapshot {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly stateChangedAt: number;
  /** Whether another alarm keeps its actions from being carried out: a composite alarm with a suppressor. */
  readonly suppressed?: boolean;
  /** Of an alarm over several series: those that are red. The alarm itself has no state that is of one service. */
  readonly contributors?: readonly AlarmSnapshot[];
  /** Of a composite alarm: the alarms its rule names. */
  readonly children?: readonly string[];
  /** What it looks at, where that can be read but is compared with no fixed limit of its own: a band, an open query. */
  readonly looksAt?: { readonly elements: readonly MetricElement[]; readonly side?: 'above' | 'below' };
  /** Absent for composite alarms and for kinds the healer cannot read back (anomaly bands, logs). */
  readonly measure?: {
    readonly elements: readonly MetricElement[];
    readonly periodSeconds: number;
    readonly comparison: 'above' | 'below';
    readonly threshold: number;
    /** The limit itself fails: it is red from there on. */
    readonly limitFails?: true;
    /** How long it may stay red after its last bad period: it looks at several. */
    readonly lingersSeconds?: number;
  };
  /** What a period without a datapoint counts as; absent for composite alarms. */
  readonly missingData?: 'breaching' | 'notBreaching' | 'ignore' | 'missing';
  /** Not as CloudWatch says: it is taken for OK because its metric is silent, as it is when all is well. */
  readonly quiet?: true;
  /** Not as CloudWatch says, which is OK: its newest reading is beyond its limit, and what came after that is late. */
  readonly late?: true;
}
