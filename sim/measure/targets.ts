/**
 * What the healer's cost is aimed at, reached or not: a page that shows only what was reached is an advertisement.
 */
import type { PolicyName } from '../policies/registry.ts';

export interface Target {
  readonly against: PolicyName;
  /** Cost above that of the other, in percent, at most; below zero it has to be cheaper. */
  readonly percentMax: number;
}

export const TARGETS: readonly Target[] = [
  // Somewhat less than the 10 % of downtime that learned policies saved in production (Zhu and Yuan, DSN'07).
  { against: 'runbook', percentMax: -8 },
  // Nearly as good as knowing every probability of the world beforehand.
  { against: 'greedy', percentMax: 3 },
];
