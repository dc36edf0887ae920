/**
 * Which call is attacked, and how: decided by what the call is, never by when it happens, so that one fault can be taken
 * away and the others stay. Rare states are attacked more, or some would never be seen to fail.
 */
import type { Chance } from '../engine/chance.ts';
import { oneOf } from '../engine/chance.ts';
import { DISTURBANCES } from './kinds.ts';
import type { CallFault, Disturbance } from './kinds.ts';
import { AWS_SERVICES } from './points.ts';
import type { AwsService, Point } from './points.ts';

/** Faults for each call; a heal makes about two hundred calls. */
const INTENSITIES = [0, 0.002, 0.006, 0.012, 0.03] as const;
/** Share of the faults that are the call's own; the others change the world around it. */
const CALL_SHARE = 0.72;
/** States that few executions reach are attacked so many times as much. */
const RARE: Readonly<Record<string, number>> = {
  Abandon: 16,
  Reap: 8,
  UndoRollBack: 6,
  UndoReplaceTasks: 4,
  UndoFlipToggle: 4,
  RollBack: 3,
  NotifyEnd: 3,
  MarkNotified: 3,
  Announce: 3,
  Learn: 2,
  Close: 2,
  FlipToggle: 2,
};

export interface Identity {
  readonly key: number;
  readonly number: number;
  readonly call: number;
  readonly state: string;
}

export type Planned =
  | { readonly id: string; readonly kind: 'call'; readonly fault: CallFault }
  | { readonly id: string; readonly kind: 'disturbance'; readonly fault: Disturbance };

export interface Outage {
  readonly id: string;
  readonly service: AwsService;
  readonly from: number;
  readonly until: number;
}

export interface Plan {
  readonly faultOf: (identity: Identity, point: Point) => Planned | undefined;
  readonly outages: readonly Outage[];
}

export interface PlanOptions {
  readonly chance: Chance;
  readonly start: number;
  /** Faults left out, by id. */
  readonly without: ReadonlySet<string>;
}

export function planOf({ chance, start, without }: PlanOptions): Plan {
  const intensity = oneOf(INTENSITIES, chance('world', 6));
  return {
    outages: outagesOf(chance, start).filter(({ id }) => !without.has(id)),
    faultOf({ key, number, call, state }, point) {
      if (chance('fault', key, number, call) >= intensity * (RARE[state] ?? 1)) return undefined;
      const id = `${key}/${number}/${call}`;
      if (without.has(id)) return undefined;
      const which = chance('kind', key, number, call);
      if (which < CALL_SHARE) {
        if (point.kinds.length === 0) return undefined;
        return { id, kind: 'call', fault: oneOf(point.kinds, which / CALL_SHARE) };
      }
      return { id, kind: 'disturbance', fault: oneOf(DISTURBANCES, (which - CALL_SHARE) / (1 - CALL_SHARE)) };
    },
  };
}

/** A third of the worlds have none, some have two; from seconds to three quarters of an hour. */
function outagesOf(chance: Chance, start: number): readonly Outage[] {
  const draw = (index: number, which: number): number => chance('outage', index, which);
  return [0, 1].flatMap((index) => {
    if (draw(index, 1) > 0.4) return [];
    const from = start + draw(index, 2) * 100 * 60_000;
    const until = from + draw(index, 3) ** 2 * 45 * 60_000;
    return [{ id: `outage/${index}`, service: oneOf(AWS_SERVICES, draw(index, 4)), from, until }];
  });
}
