/**
 * How long a remedy is watched after it was carried out: what its cost is made of beside the remedy itself. Whoever weighs
 * remedies, at night or at synth, must mean the same.
 */
import type { VerificationPlan } from '../catalog/runbook.ts';

export interface VerifyingMinutes {
  /** At least, when it helped. */
  readonly goodMinutes: number;
  /** When it did not: the whole window. */
  readonly badMinutes: number;
}

/** @param periodSeconds of the service's metrics */
export function verifyingMinutes(
  { warmUpPeriods, goodPeriods, timeoutPeriods }: VerificationPlan,
  periodSeconds: number,
): VerifyingMinutes {
  const periodMinutes = periodSeconds / 60;
  return { goodMinutes: (warmUpPeriods + goodPeriods) * periodMinutes, badMinutes: timeoutPeriods * periodMinutes };
}
