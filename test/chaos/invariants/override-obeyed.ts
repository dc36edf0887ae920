/** Nothing is moved unless a person's brakes were read since the move before, all of them, and every one was off. */
import type { Invariant } from './invariant.ts';

export const overrideObeyed: Invariant = {
  name: 'override-obeyed',
  holds: 'every move follows a reading of the override that allowed it, made since the move before',
  watch: () => (effect) => {
    if (effect.kind !== 'moved' || effect.evidence.override === true) return undefined;
    const why = effect.evidence.override === undefined ? 'was not read' : 'forbids it';
    return `${effect.move.kind} for ${effect.incidentId}, and the override ${why}`;
  },
};
