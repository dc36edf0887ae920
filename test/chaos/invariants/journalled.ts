/** Whatever the healer changes was written down before, or it could never be undone. */
import type { Invariant } from './invariant.ts';

export const journalled: Invariant = {
  name: 'journalled-first',
  holds: 'every move is in the stored journal of its attempt before it is made',
  watch: () => (effect) => {
    if (effect.kind !== 'moved' || effect.journalled) return undefined;
    return `${effect.move.kind} for ${effect.incidentId} is in no journal`;
  },
};
