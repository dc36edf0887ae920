/** How long the healer watches after a remedy: a part of the remedy's cost. Decisions and synth use the same figure. */
import type { VerificationPlan } from '../catalog/runbook.ts';

export interface VerifyingMinutes {
  /** The least, when the remedy helped. */
  readonly goodMinutes: number;
  /** When it did not help: the whole window. */
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
