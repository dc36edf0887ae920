/** A service is not healed more often than its runbook's window allows, for every caller and every clock. */
import type { Granted } from '../record/effect.ts';
import { SKEW_MS_MAX } from '../engine/lambda.ts';
import type { Invariant } from './invariant.ts';

/** Two clocks may be wrong by so much each, and a call is on its way for a moment. */
const SLACK_MS = 2 * SKEW_MS_MAX + 30_000;

export const attemptsWindow: Invariant = {
  name: 'attempts-per-window',
  holds: 'no service gets more attempts within its window than its runbook allows',
  watch: () => {
    const grants = new Map<string, Granted[]>();
    return (effect) => {
      if (effect.kind !== 'granted') return undefined;
      const { service, incidentId, attempt, at, attemptsMax, windowMinutes } = effect;
      const known = grants.get(service) ?? [];
      grants.set(service, known);
      if (known.some((one) => one.incidentId === incidentId && one.attempt === attempt)) return undefined;
      known.push(effect);
      const recent = known.filter((one) => one.at > at - windowMinutes * 60_000 + SLACK_MS);
      if (recent.length <= attemptsMax) return undefined;
      return `${recent.length} attempts at ${service} within ${windowMinutes} min, the limit is ${attemptsMax}`;
    };
  },
};
