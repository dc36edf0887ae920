/** The worlds of some seeds, one after the other, and what came of all of them together. */
import type { Violation } from './invariants/invariant.ts';
import { merged } from './report/coverage.ts';
import type { CoverageFigures } from './report/coverage.ts';
import { runWorld } from './run-world.ts';

export interface Batch {
  readonly from: number;
  readonly count: number;
}

/** Figures of one world or of many. */
export interface Figures {
  readonly worlds: number;
  readonly executions: number;
  readonly incidents: number;
  readonly moves: number;
  readonly faults: number;
  readonly violations: readonly Violation[];
  readonly coverage: CoverageFigures;
}

export const NOTHING: Figures = {
  worlds: 0,
  executions: 0,
  incidents: 0,
  moves: 0,
  faults: 0,
  violations: [],
  coverage: {},
};

export async function runBatch({ from, count }: Batch): Promise<Figures> {
  let all = NOTHING;
  for (let seed = from; seed < from + count; seed += 1) {
    const { executions, incidents, moves, violations, coverage, struck } = await runWorld({ seed });
    all = together(all, { worlds: 1, executions, incidents, moves, violations, coverage, faults: struck.length });
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
  };
}
