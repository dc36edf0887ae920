/**
 * People are asked once, and reminded once. More is forgiven only where the telling was attacked, so that it was unknown
 * that it had arrived.
 */
import type { Invariant } from './invariant.ts';

export const askedOnce: Invariant = {
  name: 'asked-once',
  holds:
    'of every incident people are asked at most once, reminded at most once, and never reminded of what was not asked',
  watch: () => {
    const told = { question: new Map<string, number>(), reminder: new Map<string, number>() };
    const excused = new Map<string, number>();
    return (effect) => {
      if (effect.kind === 'fault' && effect.state === 'Announce' && effect.incidentId !== undefined) {
        excused.set(effect.incidentId, (excused.get(effect.incidentId) ?? 0) + 1);
      }
      if (effect.kind !== 'told' || (effect.message !== 'question' && effect.message !== 'reminder')) return undefined;
      const { incidentId, message } = effect;
      const times = (told[message].get(incidentId) ?? 0) + 1;
      told[message].set(incidentId, times);
      const allowed = excused.get(incidentId) ?? 0;
      if (times > 1 + allowed) return `${incidentId}: ${message} told ${times} times`;
      const unasked = message === 'reminder' && !told.question.has(incidentId) && allowed === 0;
      return unasked ? `${incidentId}: reminded of a question that was not delivered` : undefined;
    };
  },
};
