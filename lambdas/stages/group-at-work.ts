/**
 * Whether another service of the same group is being healed, asked before what an incident left is changed back: that is
 * done without the group's lease, and in the middle of another heal it would blur what that one sees. Nobody waits for it
 * for ever, least of all a person who gave an order.
 */
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { hold } from '../../core/holds/hold.ts';
import { isUndoAsked } from '../../core/incident/undo-asked.ts';
import type { Hold } from '../../core/holds/hold.ts';

/** How long what a person asked for waits at most: as long as most heals take, and a person may be expected to. */
const ASKED_WAIT_MINUTES_MAX = 15;
/** How often it is asked again on behalf of a person, while that waits. */
const ASKED_AGAIN_MS = 60_000;
/** How often it is asked again whether what is left may be changed back. */
const RESTORE_AGAIN_MS = 10 * 60_000;
/** Services of a group that are asked about: more share nothing that one heal could disturb. */
const MEMBERS_MAX = 100;

interface Sources {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly catalog: Catalog;
}

/** One reason for each other service of the group that a remedy is being applied to, or was and is watched. */
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

/** When to ask again about what is held, ms since the epoch: soon where a person waits for others to be done. */
export function askAgainAt(incident: Incident, holds: readonly Hold[], now: number): number {
  const until = patientUntil(incident);
  const soon = until !== undefined && now < until && holds.every(({ reason }) => reason === 'group-busy');
  return now + (soon ? ASKED_AGAIN_MS : RESTORE_AGAIN_MS);
}

/** Until when a person's order waits for others; undefined where nobody gave one. */
function patientUntil(incident: Incident): number | undefined {
  const { undoAsked } = incident;
  return undoAsked === undefined || !isUndoAsked(incident) ? undefined : undoAsked.at + ASKED_WAIT_MINUTES_MAX * 60_000;
}

/** The incident that is at work at the service: whichever still decides, or waits for its turn, changes nothing. */
async function healedAt(ledger: Ledger, { name }: ServiceEntry): Promise<Incident | undefined> {
  const { openIncidentId } = await ledger.service(name);
  const open = openIncidentId === undefined ? undefined : await ledger.load(openIncidentId);
  return open === undefined || open.phase === 'deciding' || open.phase === 'closed' ? undefined : open;
}
