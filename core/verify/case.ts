/** Input of verification: the attempt to judge, and the readings of its service since. Data only. */
import type { Runbook } from '../catalog/runbook.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import type { Known } from '../world/known.ts';
import type { Incident } from '../incident/incident.ts';
import type { JoinedSignal } from '../incident/admission.ts';
import type { AlarmSnapshot } from '../world/alarm.ts';
import type { Point } from '../world/series.ts';
import type { ServiceSnapshot } from '../world/service.ts';

export interface Case {
  readonly incident: Incident;
  readonly service: ServiceEntry;
  readonly runbook: Runbook;
  /** When the action began: complete periods until then show the failure without the remedy. */
  readonly actedAt: number;
  /** When the action ended: readings count from here. */
  readonly since: number;
}

export interface Readings {
  readonly now: number;
  /** The alarms of the incident, and the service's others. */
  readonly alarms: Known<readonly AlarmSnapshot[]>;
  /** Complete periods from before the action on, oldest first, by series id: `alarm:<name>` or a metric name. */
  readonly series: Known<Readonly<Record<string, readonly Point[]>>>;
  readonly service: Known<ServiceSnapshot>;
  /** Every signal of the incident so far. */
  readonly signals: readonly JoinedSignal[];
}
