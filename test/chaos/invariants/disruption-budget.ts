/**
 * Half of the tasks stay in service, and never fewer than one: the healer takes none away unless, at some moment since it
 * looked, enough others were there. Nor does it scale in below what another actor wanted.
 */
import type { Invariant } from './invariant.ts';

export const disruptionBudget: Invariant = {
  name: 'disruption-budget',
  holds: 'no task is taken out of service unless enough others were in service',
  watch: () => (effect) => {
    if (effect.kind !== 'moved') return undefined;
    const { move, incidentId, inService, budget, wanted, evidence } = effect;
    if (move.kind === 'setDesiredCount') {
      if (move.count >= Math.min(wanted, evidence.desired ?? wanted)) return undefined;
      return `desired count ${move.count} for ${incidentId}; others wanted ${wanted}`;
    }
    if ((move.kind !== 'stopTask' && move.kind !== 'deregisterTarget') || inService >= budget) return undefined;
    return `${move.kind} for ${incidentId} leaves ${inService} tasks in service; ${budget} must stay`;
  },
};
