/** An application's word alone moves nothing: the service really failed, whichever application said it. */
import type { Invariant } from './invariant.ts';

export const claimsConfirmed: Invariant = {
  name: 'claims-confirmed',
  holds: 'no move at a service that did not fail, however many say that it does',
  watch: () => (effect) => {
    if (effect.kind !== 'moved' || effect.operation === 'undo' || effect.afterClose) return undefined;
    if (!effect.claimed || effect.sickLately) return undefined;
    return `${effect.move.kind} for ${effect.incidentId} at ${effect.service}, which only an application calls sick`;
  },
};
