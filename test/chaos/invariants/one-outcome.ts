/** Every incident that was opened is closed, once, with one outcome; and `healed` only where the service was well. */
import type { Invariant } from './invariant.ts';

export const oneOutcome: Invariant = {
  name: 'one-outcome',
  holds: 'every incident ends exactly once, with one outcome, and none is called healed while its failure went on',
  watch: () => {
    const outcomes = new Map<string, string | undefined>();
    return (effect) => {
      if (effect.kind === 'opened') {
        if (outcomes.has(effect.incidentId)) return `${effect.incidentId} is opened twice`;
        outcomes.set(effect.incidentId, undefined);
      }
      if (effect.kind === 'closed') {
        const { incidentId, outcome, wellLately } = effect;
        const before = outcomes.get(incidentId);
        outcomes.set(incidentId, outcome);
        if (before !== undefined) return `${incidentId} is closed as ${outcome}, and was closed as ${before}`;
        if (outcome === undefined) return `${incidentId} is closed without an outcome`;
        const well = outcome === 'healed' || outcome === 'recurring' || outcome === 'self-recovered';
        if (well && !wellLately) return `${incidentId} is closed as ${outcome}, and was never well`;
      }
      if (effect.kind !== 'ended') return undefined;
      const open = [...outcomes].find(([, outcome]) => outcome === undefined);
      if (open !== undefined) return `${open[0]} has no end`;
      const changed = effect.incidents.find(({ id, outcome }) => outcomes.get(id) !== outcome);
      return changed === undefined ? undefined : `${changed.id} is ${changed.outcome} now, and was closed otherwise`;
    };
  },
};
