/**
 * Finds heals of other services in the group before aftercare changes anything back. Aftercare holds no lease, and its
 * change would blur what another heal observes. The wait has a limit, above all for a person's undo.
 */
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { hold, type Hold } from '../../core/holds/hold.ts';
import { isUndoAsked } from '../../core/incident/undo-asked.ts';

/** Longest wait of a person's undo: most heals take this long, and a person can be expected to wait so. */
const ASKED_WAIT_MINUTES_MAX = 15;
/** Interval of asking while a person waits. */
const ASKED_AGAIN_MS = 60_000;
/** Interval of asking before a leftover is changed back. */
const RESTORE_AGAIN_MS = 10 * 60_000;
/** In a larger group the services share nothing that one heal could disturb. */
const MEMBERS_MAX = 100;

interface Sources {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly catalog: Catalog;
}

/** A hold for each other service of the group that is being healed or watched. */
export async function groupHolds(
  { clock, ledger, catalog }: Sources,
  incident: Incident,
  { name, group }: ServiceEntry,
): Promise<readonly Hold[]> {
  const until = patientUntil(incident);
  if (until !== undefined && clock.now() >= until) return [];
  const patience = until === undefined ? '' : `; I wait for it until ${new Date(until).toISOString()} at the latest`;
  const others = Object.values(catalog.services).filter((one) => one.group === group && one.name !== name);
  const found = await Promise.all(others.slice(0, MEMBERS_MAX).map((one) => healedAt(ledger, one)));
  return found.flatMap((other) =>
    other === undefined
      ? []
      : [hold('group-busy', `${other.service} of the same group is being healed by incident ${other.id}${patience}`)],
  );
}

/** When to ask again, ms since the epoch: sooner while a person waits for heals of others. */
export function askAgainAt(incident: Incident, holds: readonly Hold[], now: number): number {
  const until = patientUntil(incident);
  const soon = until !== undefined && now < until && holds.every(({ reason }) => reason === 'group-busy');
  return now + (soon ? ASKED_AGAIN_MS : RESTORE_AGAIN_MS);
}

/** Until when a person's undo waits for others; undefined without one. */
function patientUntil(incident: Incident): number | undefined {
  const { undoAsked } = incident;
  return undoAsked === undefined || !isUndoAsked(incident) ? undefined : undoAsked.at + ASKED_WAIT_MINUTES_MAX * 60_000;
}

/** The open incident that changes the service. One that still decides, or waits for its turn, changes nothing. */
async function healedAt(ledger: Ledger, { name }: ServiceEntry): Promise<Incident | undefined> {
  const { openIncidentId } = await ledger.service(name);
  const open = openIncidentId === undefined ? undefined : await ledger.load(openIncidentId);
  return open === undefined || open.phase === 'deciding' || open.phase === 'closed' ? undefined : open;
}
