/**
 * Finds out which of the faults of a world it takes to break an invariant: leaves out halves, then quarters, then single
 * ones, for as long as it stays broken. What is left is the story to read.
 */
import type { Violation } from './invariants/invariant.ts';
import { runWorld } from './run-world.ts';

export interface Shrunk {
  readonly violation: Violation;
  /** Ids of the faults it takes. */
  readonly faults: readonly string[];
  /** How many there were. */
  readonly of: number;
  readonly trace: readonly string[];
}

/** Lines of a trace that are told: those that led to it. */
const TRACE_MAX = 50;
const INCIDENT = /\d{8}T\d{6}-[a-z0-9-]+-[0-9a-f]{8}/g;

/** @param goOn asked before every further run */
export async function shrunk(violation: Violation, goOn: () => boolean): Promise<Shrunk> {
  const { seed } = violation;
  const all = [...new Set((await runWorld({ seed })).struck)];
  let kept = all;
  for (let size = Math.ceil(kept.length / 2); size >= 1 && goOn(); size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let first = 0; first < kept.length && goOn();) {
      const rest = kept.filter((_, index) => index < first || index >= first + size);
      if (await breaks(violation, without(all, rest))) kept = rest;
      else first += size;
    }
  }
  const last = await runWorld({ seed, without: without(all, kept), traced: true });
  const found = last.violations.find(({ invariant }) => invariant === violation.invariant) ?? violation;
  return { violation: found, faults: kept, of: all.length, trace: storyOf(last.trace, found) };
}

async function breaks({ seed, invariant }: Violation, left: ReadonlySet<string>): Promise<boolean> {
  const { violations } = await runWorld({ seed, without: left });
  return violations.some((one) => one.invariant === invariant);
}

function without(all: readonly string[], kept: readonly string[]): ReadonlySet<string> {
  const keep = new Set(kept);
  return new Set(all.filter((id) => !keep.has(id)));
}

/** Lines about the incidents that the violation names, and the executions they are of. */
function storyOf(trace: readonly string[], { says }: Violation): readonly string[] {
  const incidents = says.match(INCIDENT) ?? [];
  const keys = trace
    .filter((line) => incidents.some((id) => line.includes(id)))
    .flatMap((line) => /^\S+ {2}(\d+)[ /]/.exec(line)?.[1] ?? []);
  const about = [...incidents, ...new Set(keys), 'VIOLATION'];
  const lines = incidents.length === 0 ? trace : trace.filter((line) => about.some((word) => line.includes(word)));
  const broken = lines.findIndex((line) => line.includes(says));
  return lines.slice(0, broken < 0 ? undefined : broken + 1).slice(-TRACE_MAX);
}
