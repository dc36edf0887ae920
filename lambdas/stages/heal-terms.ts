/** The terms of a heal: it acts only while it holds the lease of its group, and a person may end it at any time. */
import { passBetweenMoves } from '../../core/holds/waiting.ts';
import { undoAskedHold } from '../../core/people/undo.ts';
import { currentAttempt } from '../../core/transitions/transitions.ts';
import { leaseHoldsOf } from './last-moment-holds.ts';
import type { Terms } from './terms.ts';

/** Delay of another try after a failed read. */
const UNREADABLE_AGAIN_MS = 15_000;

export const healTerms: Terms = {
  async forbidden(world, { incident, operation }) {
    // Without the lease another heal may be at work in the group, so even waiting for a move is unsafe.
    const lost = await leaseHoldsOf(world, incident);
    if (lost.length > 0) return lost;
    const ended = operation === 'apply' ? undoAskedHold(incident) : undefined;
    return ended === undefined ? [] : [ended];
  },
  known: async () => ({}),
  beforeMove: (world, { incident }) => leaseHoldsOf(world, incident),
  beforeGivingUp: async () => [],
  held(holds, { incident, operation }, journal, now) {
    const { unreadSince = now } = currentAttempt(incident);
    const reasons = holds.map(({ reason }) => reason);
    if (!passBetweenMoves(reasons, unreadSince, now)) return { kind: 'actRefused', operation, journal, holds };
    const until = now + UNREADABLE_AGAIN_MS;
    return { kind: 'actWaits', operation, journal, until, text: holds[0]?.detail ?? '', holds };
  },
};
