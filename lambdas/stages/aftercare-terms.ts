/**
 * The terms of aftercare: it holds no lease, so it waits for heals in the group, and a temporary obstacle never makes it
 * give up.
 */
import { newerTasksHolds } from '../../core/aftercare/newer-tasks.ts';
import type { Hold } from '../../core/holds/hold.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { leftoverInHand } from '../../core/incident/leftovers.ts';
import { isUndoAsked } from '../../core/incident/undo-asked.ts';
import type { Observation } from '../../core/remedies/remedy.ts';
import { askAgainAt, groupHolds } from './group-at-work.ts';
import { beingHealed, otherIncidentHolds } from './last-moment-holds.ts';
import { presentRequests } from './present-requests.ts';
import type { Terms } from './terms.ts';

/**
 * For these reasons aftercare leaves a toggle on trial to another open incident, or to the person who asked for the undo.
 */
const LEAVES_TOGGLE: ReadonlySet<Hold['reason']> = new Set(['group-busy', 'undo-asked']);

export const aftercareTerms: Terms = {
  forbidden: async () => [],
  async known({ metrics, clock }, { remedy, service, incident }) {
    const requests = remedy.asksForLoad ? { requests: await presentRequests(metrics, service, clock.now()) } : {};
    return { ...requests, leftover: dueTerms(incident) };
  },
  async beforeMove(world, { incident, service, operation }) {
    const own = await otherIncidentHolds(world, incident);
    // Switching a toggle again because the failure is back waits for no group.
    if (own.length > 0 || operation === 'apply') return own;
    return await groupHolds(world, incident, service);
  },
  // The obstacle may come from another heal of the service: one that will end, with a count that it set or a target that
  // it deregistered; or one that added tasks later, and left them.
  beforeGivingUp: async (world, { incident, operation }) => {
    if (operation === 'apply') return [];
    const { openIncidentId, leftovers = [] } = await world.ledger.service(incident.service);
    if (openIncidentId !== undefined) return [beingHealed(openIncidentId)];
    const others = leftovers.filter((id) => id !== incident.id);
    const closed = await Promise.all(others.map((id) => world.ledger.load(id)));
    return newerTasksHolds(incident, closed, world.clock.now());
  },
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
