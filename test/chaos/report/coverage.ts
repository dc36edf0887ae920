/**
 * Which fault was made at which point how often: a point is a call of a state, a fault one of the kinds that are possible
 * there. A pair that never came up is a gap, and gaps are told.
 */
import type { FaultKind } from '../faults/kinds.ts';
import type { Point } from '../faults/points.ts';

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
    called(state, { name, kinds }) {
      const point = counted(state, name);
      point.calls += 1;
      if (point.calls === 1) for (const kind of kinds) point.faults[kind] ??= 0;
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

/** Pairs that were possible and never happened: `Verify metrics.series hung`. */
export function gapsOf(figures: CoverageFigures): readonly string[] {
  return Object.entries(figures)
    .flatMap(([name, { faults }]) =>
      Object.entries(faults).flatMap(([fault, count]) => (count === 0 ? [`${name} ${fault}`] : [])),
    )
    .toSorted();
}
