/**
 * The weights of a choice, in one place, so that a simulation can measure what each is worth. Production uses
 * `DECISION_POLICY` only; a backtest asks what other weights would have chosen.
 */
import type { Tier } from '../vocabulary.ts';

export interface DecisionPolicy {
  /** Weight of the runbook's prior, in attempts. */
  readonly priorAttempts: number;
  /** Weight of the fleet's experience against the service's own, in attempts. */
  readonly poolAttempts: number;
  /** A remedy is dropped when it is not worth trying even at so many standard deviations above its mean. */
  readonly gateDeviations: number;
  /** Minutes until a paged person has fixed it. Every remedy is compared with that. */
  readonly pageMinutes: Readonly<Record<Tier, number>>;
  /** Weight of a minute of disruption against a minute of failing. */
  readonly disruptionWeight: Readonly<Record<Tier, number>>;
  /** Factor on a minute of disruption in the service's peak hours. */
  readonly peakFactor: number;
  /** Mean cost in minutes of a harmful attempt: the undo, the investigation, and lost trust. */
  readonly harmMinutes: number;
  /** From this chance of harm on a remedy needs a person … */
  readonly harmMeanMax: number;
  /** … but only after so many faded harms: two within 30 days, at a half-life of 60, are more than a coincidence. */
  readonly harmsMin: number;
}

/**
 * What production decides by. In simulations, results are flat for pools of 2 to 16 and priors of 2 to 8 attempts; the
 * gate matters: by the mean instead of the upper end, a few failures would end all further tries.
 */
export const DECISION_POLICY: DecisionPolicy = {
  priorAttempts: 4,
  poolAttempts: 8,
  gateDeviations: 1,
  pageMinutes: { critical: 30, standard: 45, batch: 120 },
  disruptionWeight: { critical: 3, standard: 1, batch: 0.3 },
  // An assumption: at its peak a service that follows the day has about twice the users of its average hour.
  peakFactor: 2,
  harmMinutes: 10,
  harmMeanMax: 0.15,
  harmsMin: 2 * 2 ** (-30 / 60),
};
