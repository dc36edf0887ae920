/**
 * What to aim at next: pairs of point and fault that never came up, in worlds in which the point did. Each pair is tried
 * in one world after the other, for what a fault needs may not be there in the first.
 */
import type { Figures } from './batch.ts';
import { seedAimedAt } from './faults/aim.ts';
import { gapsOf } from './report/coverage.ts';

/** Seeds of at most so many aimed worlds, which are `tried` from now on. */
export function nextAims({ coverage, witnesses }: Figures, tried: Set<number>, most: number): readonly number[] {
  const seeds: number[] = [];
  for (const { point, pair } of gapsOf(coverage)) {
    if (seeds.length >= most) break;
    const untried = (witnesses[point] ?? [])
      .map(({ seed }) => seedAimedAt(seed, pair))
      .find((seed) => !tried.has(seed));
    if (untried === undefined) continue;
    tried.add(untried);
    seeds.push(untried);
  }
  return seeds;
}
