/**
 * Which call is attacked, and how: decided by what the call is, never by when it happens, so that one fault can be taken
 * away and the others stay. Rare states are attacked more, or some would never be seen to fail; and a world that is aimed
 * attacks the first calls of its pair.
 */
import { between, oneOf, type Chance } from '../engine/chance.ts';
import { AIMED_CALLS, aimOf, pairOf } from './aim.ts';
import { isImpossible } from './impossible.ts';
import { CALL_FAULTS, DISTURBANCES, type CallFault, type Disturbance } from './kinds.ts';
import { AWS_SERVICES, faultsAt, type AwsService, type Point } from './points.ts';

/** Faults for each call; a heal makes about two hundred calls. */
const INTENSITIES = [0, 0.002, 0.006, 0.012, 0.03] as const;
/** Share of the faults that are the call's own; the others change the world around it. */
const CALL_SHARE = 0.72;
/** States that few executions reach are attacked so many times as much. */
const RARE: Readonly<Record<string, number>> = {
  Abandon: 16,
  Reap: 8,
  UndoScaleOut: 8,
  WaitForUndoScaleOut: 8,
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
  ScaleOut: 3,
};

export interface Identity {
  readonly key: number;
  readonly number: number;
  readonly call: number;
  readonly state: string;
}

export type Planned =
  | { readonly id: string; readonly kind: 'call'; readonly fault: CallFault }
  | { readonly id: string; readonly kind: 'disturbance'; readonly fault: Disturbance }
  /** What it calls breaks down with this call. */
  | { readonly id: string; readonly kind: 'outage'; readonly milliseconds: number };

export interface Outage {
  readonly id: string;
  readonly service: AwsService;
  readonly from: number;
  readonly until: number;
}

export interface Plan {
  readonly faultOf: (identity: Identity, point: Point) => Planned | undefined;
  /** What a service of AWS is down for at that time (ms); undefined where it answers. */
  readonly outageOf: (service: AwsService, now: number) => Outage | undefined;
  readonly breakDown: (outage: Outage) => void;
  /** Whether the clock of a state is what the world is aimed at. */
  readonly aimsAtClock: (state: string) => boolean;
}

export interface PlanOptions {
  readonly chance: Chance;
  readonly start: number;
  /** Faults left out, by id. */
  readonly without: ReadonlySet<string>;
  /** 0 where the world is aimed at nothing. */
  readonly aim: number;
}

export function planOf({ chance, start, without, aim }: PlanOptions): Plan {
  const intensity = oneOf(INTENSITIES, chance('world', 6));
  const outages = outagesOf(chance, start).filter(({ id }) => !without.has(id));
  const aimed = aim === 0 ? undefined : aimedFaults(aim, chance);
  return {
    outageOf: (service, now) => outages.find((one) => one.service === service && one.from <= now && now < one.until),
    breakDown: (outage) => void outages.push(outage),
    aimsAtClock: (state) => aim !== 0 && aimOf(pairOf(`${state} clock`, 'clock-skew')) === aim,
    faultOf(identity, point) {
      const planned = aimed?.(identity, point) ?? byChance({ chance, intensity }, identity, point);
      return planned === undefined || without.has(planned.id) ? undefined : planned;
    },
  };
}

interface Odds {
  readonly chance: Chance;
  readonly intensity: number;
}

function byChance(
  { chance, intensity }: Odds,
  { key, number, call, state }: Identity,
  point: Point,
): Planned | undefined {
  if (chance('fault', key, number, call) >= intensity * (RARE[state] ?? 1)) return undefined;
  const id = `${key}/${number}/${call}`;
  const which = chance('kind', key, number, call);
  if (which < CALL_SHARE) {
    if (point.kinds.length === 0) return undefined;
    return { id, kind: 'call', fault: oneOf(point.kinds, which / CALL_SHARE) };
  }
  const fault = oneOf(DISTURBANCES, (which - CALL_SHARE) / (1 - CALL_SHARE));
  return isImpossible(state, fault) ? undefined : { id, kind: 'disturbance', fault };
}

/** What the first calls of the pair get. They are counted with those that are left out, or others would take their place. */
function aimedFaults(aim: number, chance: Chance): (identity: Identity, point: Point) => Planned | undefined {
  const targets = new Map<string, { readonly faults: ReturnType<typeof faultsAt>; calls: number }>();
  return ({ key, number, call, state }, point) => {
    const name = `${state} ${point.name}`;
    let target = targets.get(name);
    if (target === undefined) {
      const faults = faultsAt(state, point).filter((fault) => aimOf(pairOf(name, fault)) === aim);
      targets.set(name, (target = { faults, calls: 0 }));
    }
    if (target.faults.length === 0 || target.calls >= AIMED_CALLS * target.faults.length) return undefined;
    const fault = oneOf(target.faults, (target.calls++ % target.faults.length) / target.faults.length);
    const id = `aim/${key}/${number}/${call}`;
    if (fault === 'outage') return { id, kind: 'outage', milliseconds: outageMs(chance('outage', key, number, call)) };
    const ofCall = CALL_FAULTS.find((one) => one === fault);
    if (ofCall !== undefined) return { id, kind: 'call', fault: ofCall };
    const disturbance = DISTURBANCES.find((one) => one === fault);
    return disturbance === undefined ? undefined : { id, kind: 'disturbance', fault: disturbance };
  };
}

/** What is called breaks down now. */
export function outageFrom(
  { id, milliseconds }: Extract<Planned, { kind: 'outage' }>,
  { service }: Pick<Point, 'service'>,
  now: number,
): Outage {
  return { id, service, from: now, until: now + milliseconds };
}

function outageMs(share: number): number {
  return between(1_000, 10 * 60_000, share ** 2);
}

/** A third of the worlds have none, some have two; from seconds to three quarters of an hour. */
function outagesOf(chance: Chance, start: number): Outage[] {
  const draw = (index: number, which: number): number => chance('outage', index, which);
  return [0, 1].flatMap((index) => {
    if (draw(index, 1) > 0.4) return [];
    const from = start + draw(index, 2) * 100 * 60_000;
    const until = from + draw(index, 3) ** 2 * 45 * 60_000;
    return [{ id: `outage/${index}`, service: oneOf(AWS_SERVICES, draw(index, 4)), from, until }];
  });
}
