/** What verification is given: the attempt to judge, and what was read about its service since. Data only. */
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
  /** When the action began: what complete periods showed until then is how bad it was without it. */
  readonly actedAt: number;
  /** When the action ended: readings count from here. */
  readonly since: number;
}

export interface Readings {
  readonly now: number;
  /** Those of the incident, and the others of the service. */
  readonly alarms: Known<readonly AlarmSnapshot[]>;
  /** Complete periods since before the action, oldest first, by series id: `alarm:<name>` or a metric name. */
  readonly series: Known<Readonly<Record<string, readonly Point[]>>>;
  readonly service: Known<ServiceSnapshot>;
  /** Every signal of the incident so far. */
  readonly signals: readonly JoinedSignal[];
}
