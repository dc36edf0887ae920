/**
 * The terms on which what a closed incident left is changed back: without a lease, so it waits for heals that are at work in
 * the group, and it is never given up for what stands in the way now.
 */
import type { Hold } from '../../core/holds/hold.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { leftoverInHand } from '../../core/incident/leftovers.ts';
import { isUndoAsked } from '../../core/incident/undo-asked.ts';
import type { Observation } from '../../core/remedies/remedy.ts';
import { askAgainAt, groupHolds } from './group-at-work.ts';
import { otherIncidentHolds } from './last-moment-holds.ts';
import { presentRequests } from './present-requests.ts';
import type { Terms } from './terms.ts';

/** Reasons that leave a toggle on trial to another incident that is open, or to the person who wants it as it is. */
const LEAVES_TOGGLE: ReadonlySet<Hold['reason']> = new Set(['group-busy', 'undo-asked']);

export const aftercareTerms: Terms = {
  forbidden: async () => [],
  async known({ metrics, clock }, { remedy, service, incident }) {
    const requests = remedy.asksForLoad ? { requests: await presentRequests(metrics, service, clock.now()) } : {};
    return { ...requests, leftover: dueTerms(incident) };
  },
  async beforeMove(world, { incident, service, operation }) {
    const own = await otherIncidentHolds(world, incident);
    // What flips a toggle again because the failure is back waits for no group.
    if (own.length > 0 || operation === 'apply') return own;
    return await groupHolds(world, incident, service);
  },
  // It may be the doing of another heal of the service, which ends: a count that it set, a target that it took out.
  beforeGivingUp: async (world, { incident, operation }) =>
    operation === 'undo' ? await otherIncidentHolds(world, incident) : [],
  held(holds, { incident, operation }, journal, now) {
    if (operation === 'apply' && holds.some(({ reason }) => LEAVES_TOGGLE.has(reason)))
      return { kind: 'actRefused', operation, journal, holds };
    const until = askAgainAt(incident, holds, now);
    return { kind: 'actWaits', operation, journal, until, text: holds[0]?.detail ?? '', holds };
  },
};

function dueTerms(incident: Incident): NonNullable<Observation['leftover']> {
  const { undoAsked } = incident;
  const dueAt = leftoverInHand(incident)?.dueAt;
  const asked = undoAsked !== undefined && isUndoAsked(incident);
  return { ...(dueAt !== undefined && { dueAt }), ...(asked && { askedAt: undoAsked.at }) };
}
