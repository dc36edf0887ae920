/**
 * All policies in the world of one seed, measured and checked. What a worker does, and what `--seed` repeats.
 */
import type { SeedReport, Task } from './seed-report.ts';
import type { RunRecord } from '../engine/record.ts';
import { played } from '../policies/registry.ts';
import { worldOf, type World } from '../world/world.ts';
import { hashOf } from '../world/hash.ts';
import { violationsOf } from './invariants.ts';
import { withheldIn } from './limit-costs.ts';
import { orderViolationsOf } from './memory-order.ts';
import { curveOf, measuresOf } from './measures.ts';
import { mendedSeed } from './mended.ts';

export function simulateSeed(task: Task): SeedReport {
  const { seed, incidents, policies } = task;
  const world = worldOf(seed, incidents);
  const runs = policies.map((name) => ({ name, run: played(world, name) }));
  const violations = runs.flatMap(({ run }) => violationsOf(run, incidents));
  const reports = runs.map(({ name, run }) => {
    return [name, { measures: measuresOf(run), curve: curveOf(run), digest: digestOf(run) }] as const;
  });
  const mended = mendedSeed(task);
  const learned = runs.filter(({ name }) => name === 'ours').map(({ run }) => run);
  return {
    seed,
    policies: Object.fromEntries(reports),
    ...(mended && { mended }),
    ...(learned[0] && { withheld: withheldIn(learned[0]) }),
    violations: [...violations, ...learned.flatMap((run) => [...orderViolationsOf(run), ...unlikeAgain(world, run)])],
  };
}

/** The same policy in the same world once more. */
function unlikeAgain(world: World, run: RunRecord): readonly string[] {
  const again = played(world, 'ours');
  return digestOf(again) === digestOf(run) ? [] : [`seed ${run.seed}, ${run.policy}: played twice, and not the same`];
}

/** Eight hex digits that change when anything in a run does: two runs with the same digest are the same, bit for bit. */
export function digestOf({ faults, told }: RunRecord): string {
  const results = told.map(({ kind, result }) => [kind, result.attempt, result.remedy, result.status, result.at]);
  const hash = hashOf(JSON.stringify([faults, results]));
  return hash.toString(16).padStart(8, '0');
}
