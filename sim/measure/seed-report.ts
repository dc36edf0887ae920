/** What one seed of a policy is asked for, and what it reports. */
import type { Remedy } from '../world/remedies.ts';
import type { PolicyName } from '../policies/registry.ts';
import type { Measures } from './measures.ts';
import type { HoldReason } from '../../core/holds/reasons.ts';

/** Plain data: it travels between threads. */
export interface SeedReport {
  readonly seed: number;
  readonly policies: Readonly<Partial<Record<PolicyName, PolicyReport>>>;
  readonly mended?: MendedSeed;
  /** What limits held back from the healer; absent when it was not played. */
  readonly withheld?: WithheldBy;
  readonly violations: readonly string[];
}

export interface Task {
  readonly seed: number;
  readonly incidents: number;
  readonly policies: readonly PolicyName[];
}

export type MendedSeed = Readonly<
  Record<(typeof REMEDIES_MENDED)[number], Readonly<Record<(typeof PLAYED)[number], Measures>>>
>;

export type WithheldBy = Readonly<Partial<Record<HoldReason, WithheldCounts>>>;

export interface PolicyReport {
  readonly measures: Measures;
  /** Mean cost of the first n incidents, by n. */
  readonly curve: Readonly<Record<number, number>>;
  readonly digest: string;
}

/** Of one reason, over all incidents of a run. */
export interface WithheldCounts {
  /** Incidents in which a remedy waited for it to pass, and how many minutes they waited together. */
  readonly waited: number;
  readonly minutes: number;
  /** Times that another remedy was tried than the one that was wanted. */
  readonly instead: number;
  /** Incidents in which a person was asked in place of a remedy. */
  readonly paged: number;
}

/** One at a time: those that most failures need. */
export const REMEDIES_MENDED = ['rollBack', 'flipToggle', 'replaceTasks'] as const satisfies readonly Remedy[];

export const PLAYED = ['ours', 'oursWithoutDecay'] as const satisfies readonly PolicyName[];
