/** The worlds of some seeds, one after the other, and what came of all of them together. */
import { aimedWorld } from './faults/aim.ts';
import type { Violation } from './invariants/invariant.ts';
import { merged, type CoverageFigures } from './report/coverage.ts';
import { runWorld } from './run-world.ts';

export type Batch = readonly number[];

/** Seeds in a row. */
export function seedsFrom(first: number, count: number): Batch {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** A world in which a point came up: played again with an aim, it comes up again. */
export interface Witness {
  readonly seed: number;
  readonly executions: number;
}

/** Of each point so many are kept, the smallest: they are played quickly. */
const WITNESSES_MAX = 8;

/** Figures of one world or of many. */
export interface Figures {
  readonly worlds: number;
  readonly executions: number;
  readonly incidents: number;
  readonly moves: number;
  readonly faults: number;
  readonly violations: readonly Violation[];
  readonly coverage: CoverageFigures;
  /** By point; worlds that are aimed are no witnesses, because something else led there. */
  readonly witnesses: Witnesses;
}

export type Witnesses = Readonly<Record<string, readonly Witness[]>>;

export const NOTHING: Figures = {
  worlds: 0,
  executions: 0,
  incidents: 0,
  moves: 0,
  faults: 0,
  violations: [],
  coverage: {},
  witnesses: {},
};

export async function runBatch(seeds: Batch): Promise<Figures> {
  let all = NOTHING;
  for (const seed of seeds) {
    const { executions, incidents, moves, violations, coverage, struck } = await runWorld({ seed });
    const points = aimedWorld(seed).aim === 0 ? Object.keys(coverage) : [];
    const witnesses = Object.fromEntries(points.map((point) => [point, [{ seed, executions }]]));
    const faults = struck.length;
    all = together(all, { worlds: 1, executions, incidents, moves, violations, coverage, faults, witnesses });
  }
  return all;
}

export function together(one: Figures, other: Figures): Figures {
  return {
    worlds: one.worlds + other.worlds,
    executions: one.executions + other.executions,
    incidents: one.incidents + other.incidents,
    moves: one.moves + other.moves,
    faults: one.faults + other.faults,
    violations: [...one.violations, ...other.violations],
    coverage: merged(one.coverage, other.coverage),
    witnesses: allWitnesses(one.witnesses, other.witnesses),
  };
}

function allWitnesses(one: Witnesses, other: Witnesses): Witnesses {
  const all: Record<string, readonly Witness[]> = { ...one };
  for (const [point, found] of Object.entries(other)) {
    const known = all[point] ?? [];
    all[point] = [...known, ...found].toSorted((a, b) => a.executions - b.executions).slice(0, WITNESSES_MAX);
  }
  return all;
}
