/**
 * The numbers that choosing depends on, in one place, so that a simulation can ask what each of them is worth. Production
 * uses `DECISION_POLICY` and nothing else; a backtest may ask what others would have chosen.
 */
import type { Tier } from '../vocabulary.ts';

export interface DecisionPolicy {
  /** Weight of the runbook's prior, in attempts: this many real outcomes count as much as its author's opinion. */
  readonly priorAttempts: number;
  /** Weight of the fleet's experience against the service's own, in attempts. */
  readonly poolAttempts: number;
  /** A remedy is dropped only when even this many standard deviations above its mean it is not worth trying. */
  readonly gateDeviations: number;
  /** Minutes until a paged person has fixed it: what every remedy is weighed against. */
  readonly pageMinutes: Readonly<Record<Tier, number>>;
  /** How much a minute of disruption weighs against a minute of failing. */
  readonly disruptionWeight: Readonly<Record<Tier, number>>;
  /** By how much a minute of disruption weighs more in the service's peak hours. */
  readonly peakFactor: number;
  /** Minutes that having made things worse costs on average: undone, looked at again, and trust is gone. */
  readonly harmMinutes: number;
  /** Chance of harm from which a remedy needs a person … */
  readonly harmMeanMax: number;
  /** … unless it was a coincidence: faded harms needed before that. Two within 30 days of a half-life of 60. */
  readonly harmsMin: number;
}

/**
 * What production decides by. Results are flat between pools of 2 and 16 and priors of 2 and 8 attempts; the gate is
 * what matters: by the mean instead of the upper end, a few failures teach helplessness.
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
