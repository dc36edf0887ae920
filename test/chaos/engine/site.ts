/**
 * What every part of a world being attacked shares: time, chance, who is running, the plan of the attack, and where
 * effects and coverage are written down. It has no rules of its own.
 */
import type { Effect } from '../record/effect.ts';
import type { Plan, Planned } from '../faults/plan.ts';
import type { FaultKind } from '../faults/kinds.ts';
import type { Point } from '../faults/points.ts';
import type { Coverage } from '../report/coverage.ts';
import type { Chance } from './chance.ts';
import type { Caller, Lambdas } from './lambda.ts';
import type { Timetable } from './timetable.ts';

export interface Site {
  readonly timetable: Timetable;
  readonly chance: Chance;
  readonly lambdas: Lambdas;
  readonly plan: Plan;
  readonly coverage: Coverage;
  readonly record: (effect: Effect) => void;
  /** Notes a fault that was really made, with its id. */
  readonly struck: (strike: Strike) => void;
  /** Whether a fault that is decided by its id alone may be made; notes it where it may. */
  readonly mayStrike: (strike: Strike) => boolean;
  /** Lets something happen to the world of an execution. @returns whether anything did */
  readonly disturb: (disturbance: Extract<Planned, { kind: 'disturbance' }>, caller: Pick<Caller, 'key'>) => boolean;
}

export interface Strike {
  readonly id: string;
  readonly fault: FaultKind;
  readonly state: string;
  readonly point: Pick<Point, 'name'>;
  readonly incidentId: string | undefined;
}
