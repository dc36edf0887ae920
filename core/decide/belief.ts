/**
 * What is believed of a remedy's chance of success: the runbook's order as prior, experience of all services on top,
 * experience of this service on top of that. Beta-binomial with two levels of pooling, so that one service's single
 * failure does not outweigh twenty successes elsewhere, and many failures here do.
 */
import type { Experience } from '../memory/results.ts';
import { DECISION_POLICY } from './policy.ts';
import type { DecisionPolicy } from './policy.ts';

/** Chance of success by position in the runbook, before any experience. */
const PRIOR_BY_POSITION = [0.6, 0.45, 0.3, 0.2, 0.15] as const;
/** A failure explained by a recent deployment is cured by undoing the deployment, and seldom by anything else. */
const PRIOR_ROLLBACK_WHEN_EXPLAINED = 0.9;
const PRIOR_FACTOR_OTHERS_WHEN_EXPLAINED = 0.3;
/** What was switched shortly before is most likely what broke it. */
const PRIOR_TOGGLE_WHEN_CHANGED = 0.8;
/** Where there is too much to do, doing less is the surest cure there is. */
const PRIOR_TOGGLE_WHEN_SHEDDING = 0.8;
/** More load than the tasks that would be added can carry: scaling out comes after whatever makes the load less. */
const PRIOR_FACTOR_SCALE_OUT_WHEN_TOO_LITTLE = 0.5;
/** New tasks run the same bad release: where nothing has to fill up or wear out first, they fail as the old ones did. */
const PRIOR_FACTOR_REPLACE_WHEN_STUCK = 0.1;
/** Belief in harm before any experience: one attempt in twenty, held as firmly as four attempts. */
const HARM_PRIOR = { harms: 0.2, attempts: 4 } as const;

export interface Belief {
  /** Mean and standard deviation of the chance of success, both 0-1. */
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Whether a recent deployment explains the failure: not at all, and it can be taken back, or it cannot. `stuck` adds
 * that the failure is one that new tasks of the same release show at once.
 */
export type ReleaseBlame = 'none' | 'reversible' | 'irreversible' | 'stuck';

/** What explains the failure: a change shortly before it began, or more to do than usual. */
export interface RecentChanges {
  readonly release: ReleaseBlame;
  /** Whether somebody changed a toggle that is known to matter to this failure. */
  readonly toggle: boolean;
  /** Whether load explains it, and a toggle that is known to help sheds load. */
  readonly shedding?: boolean;
  /** Whether there is more load than scaling out could carry. */
  readonly beyondScaling?: boolean;
}

/** Chance of success before experience: the runbook's own figure or its order, seen in the light of what explains the failure. */
export function priorOf(
  step: { readonly remedy: string; readonly priorSuccess?: number | undefined },
  position: number,
  { release, toggle, shedding, beyondScaling }: RecentChanges,
): number {
  const plain = plainPrior(step, position);
  if (toggle && step.remedy === 'flipToggle') return Math.max(plain, PRIOR_TOGGLE_WHEN_CHANGED);
  if (release === 'reversible') {
    if (step.remedy === 'rollBack') return Math.max(plain, PRIOR_ROLLBACK_WHEN_EXPLAINED);
    return plain * PRIOR_FACTOR_OTHERS_WHEN_EXPLAINED;
  }
  if (shedding === true && step.remedy === 'flipToggle') return Math.max(plain, PRIOR_TOGGLE_WHEN_SHEDDING);
  if (beyondScaling === true && step.remedy === 'scaleOut') return plain * PRIOR_FACTOR_SCALE_OUT_WHEN_TOO_LITTLE;
  if (release === 'stuck' && step.remedy === 'replaceTasks') return plain * PRIOR_FACTOR_REPLACE_WHEN_STUCK;
  return plain;
}

function plainPrior(step: { readonly priorSuccess?: number | undefined }, position: number): number {
  return step.priorSuccess ?? PRIOR_BY_POSITION[Math.min(position, PRIOR_BY_POSITION.length - 1)] ?? 0;
}

/** What memory must know of a remedy for it to be believed in. */
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
 * Minutes from the start of the action to verified health: (n0·T0 + S·t) / (n0 + S), t being the faded mean of those that
 * worked. One slow success must not make a remedy cost more than a person for ever, for it would not be tried again.
 * @param expected T0, what the runbook and the shortest verification say
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
 * Mean chance that the remedy makes things worse: beta-binomial over all services, prior Beta(0.2, 3.8). What merely did
 * not help says nothing of it: a remedy must not look the safer for each time that it fails.
 */
export function harmMeanOf(experience: Pick<Experience, 'all' | 'harms'> | undefined): number {
  const harms = experience?.harms ?? 0;
  return (HARM_PRIOR.harms + harms) / (HARM_PRIOR.attempts + harms + (experience?.all.successes ?? 0));
}
