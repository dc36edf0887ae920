/**
 * Which remedy first: the best chance of success per expected minute of cost. For remedies tried one after the other
 * until one works, this order costs least (P over C; Kadane and Simon 1977, Heckerman, Breese and Rommelse 1995). This
 * file has only the arithmetic; `candidates.ts` decides what is possible.
 */
import type { Experience } from '../memory/results.ts';
import type { RemedyClass, Tier } from '../vocabulary.ts';
import { beliefOf, harmMeanOf } from './belief.ts';
import { DECISION_POLICY, type DecisionPolicy } from './policy.ts';

/** The numbers of one remedy. Durations in minutes. */
export interface Option {
  /** Chance of success before experience, 0-1. */
  readonly prior: number;
  readonly experience: Pick<Experience, 'all' | 'here' | 'harms'> | undefined;
  /** From the start of the action to verified health. */
  readonly minutesWhenItWorks: number;
  /** From the start of the action until it is clear that it has not helped. */
  readonly minutesWhenItDoesNot: number;
  /** Minutes of full service, or of features, that the remedy costs. */
  readonly disruptionMinutes: number;
  /** Whether it would run in the service's peak hours. */
  readonly peak?: boolean;
}

export interface Score {
  /** Mean chance of success, 0-1, and one standard deviation of the belief. */
  readonly mean: number;
  readonly deviation: number;
  /** The 80 % interval of the chance, 0-1 (normal approximation, cut off at the ends). */
  readonly low: number;
  readonly high: number;
  /** Expected minutes of failing and disruption when tried, disruption weighed by tier. */
  readonly costMinutes: number;
  /** mean / costMinutes: higher is tried first. */
  readonly score: number;
  /** Whether trying it may be better than paging, by the upper end of the belief: only evidence drops a remedy. */
  readonly worthTrying: boolean;
  /** Whether it made things worse so often that a person must decide. */
  readonly harmful: boolean;
}

/** Keeps the score finite. */
const COST_MINUTES_MIN = 0.1;

/** Standard deviations either way that hold 80 % of a normal distribution. */
const DEVIATIONS_80_PERCENT = 1.2816;

/** c = μ·T_works + (1 − μ)·T_fails + λ·D + h·T_harm, λ by tier and peak; score μ/c; worth trying iff min(1, μ + z·σ)/c ≥ 1/T_page. */
export function scoreOf(option: Option, tier: Tier, policy: DecisionPolicy = DECISION_POLICY): Score {
  const { mean, deviation } = beliefOf(option.prior, option.experience, policy);
  const harmMean = harmMeanOf(option.experience);
  const minutes = mean * option.minutesWhenItWorks + (1 - mean) * option.minutesWhenItDoesNot;
  const weight = policy.disruptionWeight[tier] * (option.peak === true ? policy.peakFactor : 1);
  const risk = weight * option.disruptionMinutes + harmMean * policy.harmMinutes;
  const costMinutes = Math.max(COST_MINUTES_MIN, minutes + risk);
  const upper = Math.min(1, mean + policy.gateDeviations * deviation);
  return {
    mean,
    deviation,
    low: Math.max(0, mean - DEVIATIONS_80_PERCENT * deviation),
    high: Math.min(1, mean + DEVIATIONS_80_PERCENT * deviation),
    costMinutes,
    score: mean / costMinutes,
    worthTrying: upper / costMinutes >= 1 / policy.pageMinutes[tier],
    harmful: harmMean >= policy.harmMeanMax && (option.experience?.harms ?? 0) >= policy.harmsMin,
  };
}

/** Orders candidates: best score first, at a tie the safer class; otherwise as they stand in the runbook (a stable sort). */
export function byRank(
  a: { readonly score: number; readonly class: RemedyClass },
  b: { readonly score: number; readonly class: RemedyClass },
): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.class !== b.class) return a.class === 'safe' ? -1 : 1;
  return 0;
}
