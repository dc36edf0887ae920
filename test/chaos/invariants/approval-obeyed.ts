/**
 * What people keep for themselves is done with their yes and not otherwise: one that stands in the parameter, read since
 * the move before. Whether it was needed is judged by what was configured and read when the attempt was reserved; where
 * that was done more than once, by the mildest.
 */
import type { Moved } from '../record/effect.ts';
import type { Invariant } from './invariant.ts';

export const approvalObeyed: Invariant = {
  name: 'approval-obeyed',
  holds: 'no move of a remedy that people keep for themselves without their yes, read since the move before',
  watch: () => {
    const needed = new Map<string, boolean>();
    return (effect) => {
      if (effect.kind === 'granted') {
        const id = `${effect.incidentId}#${effect.attempt}`;
        needed.set(id, effect.needsApproval && needed.get(id) !== false);
      }
      if (effect.kind !== 'moved' || effect.operation === 'undo') return undefined;
      return needed.get(`${effect.incidentId}#${effect.attempt}`) === true ? wrong(effect) : undefined;
    };
  },
};

function wrong({ evidence: { answer }, move, incidentId }: Moved): string | undefined {
  if (answer === 'yes') return undefined;
  return `${move.kind} for ${incidentId}, and the answer ${answer === undefined ? 'was not read' : `is: ${answer}`}`;
}
