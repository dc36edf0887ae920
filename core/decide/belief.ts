/**
 * The estimated chance that a remedy helps: the runbook's order as prior, then the experience of all services, then of
 * this service. A beta-binomial with two levels of pooling, so that one local failure does not outweigh twenty
 * successes elsewhere, and many local failures do.
 */
import type { Experience } from '../memory/results.ts';
import { changedBy } from '../vocabulary.ts';
import { DECISION_POLICY, type DecisionPolicy } from './policy.ts';

/** Chance of success by position in the runbook, before any experience. */
const PRIOR_BY_POSITION = [0.6, 0.45, 0.3, 0.2, 0.15] as const;
/** Undoing a deployment cures the failure that it caused; other remedies seldom do. */
const PRIOR_ROLLBACK_WHEN_EXPLAINED = 0.9;
const PRIOR_FACTOR_OTHERS_WHEN_EXPLAINED = 0.3;
/** A toggle that was switched shortly before the failure most likely caused it. */
const PRIOR_TOGGLE_WHEN_CHANGED = 0.8;
/** Shedding load is the surest cure of too much load. */
const PRIOR_TOGGLE_WHEN_SHEDDING = 0.8;
/** Scaling out cannot carry all of the load, so it ranks below what sheds load. */
const PRIOR_FACTOR_SCALE_OUT_WHEN_TOO_LITTLE = 0.5;
/** New tasks run the same bad release, so they fail at once unless the failure has to build up first. */
const PRIOR_FACTOR_REPLACE_WHEN_STUCK = 0.1;
/** Prior of harm: one attempt in twenty, weighed as four attempts. */
const HARM_PRIOR = { harms: 0.2, attempts: 4 } as const;

export interface Belief {
  /** Mean and standard deviation of the chance of success, both 0-1. */
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Whether a recent deployment explains the failure, and a rollback could undo it (`reversible`) or not. `stuck`:
 * reversible, and new tasks of the same release show the failure at once.
 */
export type ReleaseBlame = 'none' | 'reversible' | 'irreversible' | 'stuck';

/** What explains the failure: a change shortly before it, or load above the baseline. */
export interface RecentChanges {
  readonly release: ReleaseBlame;
  /** Whether a toggle listed for this failure was changed. */
  readonly toggle: boolean;
  /** Whether load explains it, and a listed toggle sheds load. */
  readonly shedding?: boolean;
  /** Whether scaling out could not carry the load. */
  readonly beyondScaling?: boolean;
}

/** Chance of success before experience: the runbook's figure, or its order, adjusted by what explains the failure. */
export function priorOf(
  step: { readonly remedy: string; readonly priorSuccess?: number | undefined },
  position: number,
  { release, toggle, shedding, beyondScaling }: RecentChanges,
): number {
  const plain = plainPrior(step, position);
  const change = changedBy(step.remedy);
  if (toggle && change === 'toggle') return Math.max(plain, PRIOR_TOGGLE_WHEN_CHANGED);
  if (release === 'reversible') {
    if (change === 'release') return Math.max(plain, PRIOR_ROLLBACK_WHEN_EXPLAINED);
    return plain * PRIOR_FACTOR_OTHERS_WHEN_EXPLAINED;
  }
  if (shedding === true && change === 'toggle') return Math.max(plain, PRIOR_TOGGLE_WHEN_SHEDDING);
  if (beyondScaling === true && change === 'count') return plain * PRIOR_FACTOR_SCALE_OUT_WHEN_TOO_LITTLE;
  if (release === 'stuck' && change === 'tasks') return plain * PRIOR_FACTOR_REPLACE_WHEN_STUCK;
  return plain;
}

function plainPrior(step: { readonly priorSuccess?: number | undefined }, position: number): number {
  return step.priorSuccess ?? PRIOR_BY_POSITION[Math.min(position, PRIOR_BY_POSITION.length - 1)] ?? 0;
}

/** The part of experience that the estimate uses. */
export type Evidence = Pick<Experience, 'all' | 'here'>;

/**
 * Posterior of the chance of success: m = (n0·p0 + S_all) / (n0 + N_all); A = κ·m + S_here,
 * B = κ·(1 − m) + (N_here − S_here); mean A/(A+B) (hierarchical beta-binomial, empirical pooling).
 */
export function beliefOf(
  prior: number,
  experience: Evidence | undefined,
  { priorAttempts, poolAttempts }: DecisionPolicy = DECISION_POLICY,
): Belief {
  const all = experience?.all ?? { successes: 0, attempts: 0 };
  const here = experience?.here ?? { successes: 0, attempts: 0 };
  const pooled = (priorAttempts * prior + all.successes) / (priorAttempts + all.attempts);
  const a = poolAttempts * pooled + here.successes;
  const b = poolAttempts * (1 - pooled) + Math.max(0, here.attempts - here.successes);
  const total = a + b;
  return { mean: a / total, deviation: Math.sqrt((a * b) / (total * total * (total + 1))) };
}

/**
 * Minutes from the start of the action to verified health: (n0·T0 + S·t) / (n0 + S), where t is the faded mean of the
 * successes. The prior keeps one slow success from making a remedy dearer than a person for ever.
 * @param expected T0: the runbook's figure plus the shortest verification
 */
export function minutesOf(
  expected: number,
  experience: Pick<Experience, 'all' | 'meanMinutes'> | undefined,
  { priorAttempts }: DecisionPolicy = DECISION_POLICY,
): number {
  if (experience?.meanMinutes === undefined) return expected;
  const { all, meanMinutes } = experience;
  return (priorAttempts * expected + all.successes * meanMinutes) / (priorAttempts + all.successes);
}

/**
 * Mean chance that the remedy makes things worse: beta-binomial over all services, prior Beta(0.2, 3.8). Only real
 * results count: an attempt that merely failed to help must not make the remedy look safer.
 */
export function harmMeanOf(experience: Pick<Experience, 'all' | 'harms'> | undefined): number {
  const harms = experience?.harms ?? 0;
  return (HARM_PRIOR.harms + harms) / (HARM_PRIOR.attempts + harms + (experience?.all.successes ?? 0));
}
