/**
 * Which fault was made at which point how often: a point is a call of a state, or the way from it to the next, a fault
 * whatever can happen there. A pair that never came up is a gap, and gaps are told.
 */
import { pairOf, type Pair } from '../faults/aim.ts';
import { IMPOSSIBLE, type Impossible } from '../faults/impossible.ts';
import type { FaultKind } from '../faults/kinds.ts';
import { faultsAt, type Point } from '../faults/points.ts';

export interface Coverage {
  /** A call was made. */
  readonly called: (state: string, point: Point) => void;
  readonly struck: (state: string, point: string, fault: FaultKind) => void;
  readonly figures: () => CoverageFigures;
}

/** By `state point`: how often it was called, and how often it was hit by what; 0 where it was possible and did not happen. */
export type CoverageFigures = Readonly<Record<string, PointFigures>>;

export interface PointFigures {
  readonly calls: number;
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
}

interface Counted {
  calls: number;
  readonly faults: Partial<Record<FaultKind, number>>;
}

export function coverageOf(): Coverage {
  const states = new Map<string, Map<string, Counted>>();
  const counted = (state: string, point: string): Counted => {
    let points = states.get(state);
    if (points === undefined) states.set(state, (points = new Map()));
    let found = points.get(point);
    if (found === undefined) points.set(point, (found = { calls: 0, faults: {} }));
    return found;
  };
  return {
    called(state, point) {
      const { name } = point;
      const found = counted(state, name);
      found.calls += 1;
      if (found.calls === 1) for (const kind of faultsAt(state, point)) found.faults[kind] ??= 0;
    },
    struck(state, point, fault) {
      const { faults } = counted(state, point);
      faults[fault] = (faults[fault] ?? 0) + 1;
    },
    figures: () =>
      Object.fromEntries(
        [...states].flatMap(([state, points]) =>
          [...points].map(([point, { calls, faults }]) => [`${state} ${point}`, { calls, faults: { ...faults } }]),
        ),
      ),
  };
}

/** Two runs as one. */
export function merged(one: CoverageFigures, other: CoverageFigures): CoverageFigures {
  const all: Record<string, PointFigures> = { ...one };
  for (const [name, { calls, faults }] of Object.entries(other)) {
    const before = all[name];
    const sum: Partial<Record<FaultKind, number>> = { ...before?.faults };
    for (const [fault, count] of Object.entries(faults) as [FaultKind, number][])
      sum[fault] = (sum[fault] ?? 0) + count;
    all[name] = { calls: (before?.calls ?? 0) + calls, faults: sum };
  }
  return all;
}

export interface Gap {
  /** With its state: `Verify metrics.series`. */
  readonly point: string;
  readonly pair: Pair;
  readonly calls: number;
}

/** Pairs that were possible and never happened, those that were called least first. */
export function gapsOf(figures: CoverageFigures): readonly Gap[] {
  return Object.entries(figures)
    .flatMap(([point, { calls, faults }]) =>
      Object.entries(faults).flatMap(([fault, count]) =>
        count === 0 ? [{ point, pair: pairOf(point, fault), calls }] : [],
      ),
    )
    .toSorted((a, b) => a.calls - b.calls || (a.pair < b.pair ? -1 : 1));
}

/** So many executions are enough for everything to come up that can. */
export const EXECUTIONS_ENOUGH = 100_000;

/** What coverage says of a run: fewer executions than enough prove nothing about what never came up. */
export type Completeness = 'complete' | 'too short to say' | 'incomplete';

export function completenessOf(executions: number, figures: CoverageFigures): Completeness {
  if (gapsOf(figures).length === 0) return 'complete';
  return executions < EXECUTIONS_ENOUGH ? 'too short to say' : 'incomplete';
}

/** What is left out because it cannot happen, and happened all the same. */
export function refutedIn(figures: CoverageFigures): readonly Impossible[] {
  return IMPOSSIBLE.filter(({ state, fault }) =>
    Object.entries(figures).some(([point, { faults }]) => point.startsWith(`${state} `) && (faults[fault] ?? 0) > 0),
  );
}
