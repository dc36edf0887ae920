/**
 * A yes is one to what the question named: this feature, from this release to that one. What people read is compared with
 * what was done; where no question arrived there is nothing to compare, and a yes without a question is a yes.
 */
import type { Granted } from '../record/effect.ts';
import type { Invariant } from './invariant.ts';

export const askedAbout: Invariant = {
  name: 'asked-about',
  holds: 'no toggle is switched, and no release taken back, with a yes to a question that named another',
  watch: () => {
    const named = new Map<string, Set<string>>();
    const needed = new Map<string, boolean>();
    return (effect) => {
      if (effect.kind === 'granted') {
        const id = `${effect.incidentId}#${effect.attempt}`;
        needed.set(id, asks(effect) && needed.get(id) !== false);
      }
      if (effect.kind === 'told' && effect.targets !== undefined) {
        // One that names nothing is about no toggle and no release.
        named.set(effect.incidentId, new Set([...(named.get(effect.incidentId) ?? []), ...effect.targets]));
      }
      if (effect.kind !== 'moved' || effect.operation === 'undo' || effect.target === undefined) return undefined;
      const { incidentId, attempt, target } = effect;
      const asked = named.get(incidentId);
      if (needed.get(`${incidentId}#${attempt}`) !== true || asked === undefined || asked.has(target)) return undefined;
      return `${target} for ${incidentId}, and people were asked about: ${[...asked].join(', ') || 'neither'}`;
    };
  },
};

function asks({ needsApproval, budgetSpent, harmful }: Granted): boolean {
  return needsApproval || budgetSpent || harmful;
}
