/** Who asks to undo a heal has ended it: nothing more is done for the incident but to take back what was. */
import type { Invariant } from './invariant.ts';

export const undoObeyed: Invariant = {
  name: 'undo-obeyed',
  holds: 'no move but back once a person asked to undo, which is looked for before every move of an open incident',
  watch: () => (effect) => {
    if (effect.kind !== 'moved' || effect.operation === 'undo' || effect.afterClose) return undefined;
    if (effect.evidence.undo === false) return undefined;
    const why =
      effect.evidence.undo === undefined ? 'no read says whether a person asked to undo' : 'a person asked to undo';
    return `${effect.move.kind} for ${effect.incidentId}, and ${why}`;
  },
};
