/**
 * The storm's part of the sweep. The witness may have died before it told people, and after the storm no incident may be
 * left to notice its end. The sweep sends each missing message once.
 */
import type { Incident } from '../../core/incident/incident.ts';
import { noticeOf, withNotice } from '../../core/workflow/upkeep-notices.ts';
import { boundsOf } from '../../core/catalog/bounds.ts';
import type { EndedStorm, Storm } from '../../core/limits/storm.ts';
import { stormMessage, stormNotice, stormOverMessage } from '../../core/notify/storm-message.ts';
import type { FleetReading } from '../../core/limits/requests.ts';
import type { Message } from '../../core/incident/message.ts';
import { withEntries } from './stage.ts';
import type { SweepWorld } from './sweeping.ts';

/** @returns whether there is no storm, and no message about one is due */
export async function sweepStorm(world: SweepWorld): Promise<boolean> {
  const { limits, clock, catalog } = world;
  const [service] = Object.values(catalog.services);
  if (service === undefined) return true;
  const found = await limits.afterStorm({ bounds: boundsOf(catalog, service), now: clock.now() });
  const { storm, ended } = found.account;
  if (ended !== undefined) await tellEnd(world, ended);
  if (storm !== undefined) await tellUntold(world, storm, found);
  return storm === undefined && ended === undefined;
}

/** Marked last: if this Lambda dies in between, people hear it twice rather than never. */
async function tellEnd(world: SweepWorld, ended: EndedStorm): Promise<void> {
  const { incident, runbook } = withEntries(world.catalog, await world.ledger.load(ended.declaredBy));
  await publish(world, stormOverMessage(incident, runbook, ended));
  await world.limits.stormTold(ended.since);
}

async function tellUntold(
  world: SweepWorld,
  storm: Storm,
  found: Pick<FleetReading, 'sick' | 'account'>,
): Promise<void> {
  const { incident, runbook } = withEntries(world.catalog, await world.ledger.load(storm.declaredBy));
  if (!isUntold(incident, storm)) return;
  await publish(world, stormMessage(incident, runbook, stormNotice(found, world.catalog)));
  await world.ledger.save(withNotice(incident, { about: 'storm', to: 'chat', at: world.clock.now() }));
}

/** The witness came to no decision, or failed before its message was sent. */
function isUntold(incident: Incident, { since }: Storm): boolean {
  const { phase, outcome, storm: seen } = incident;
  if (phase !== 'closed' || noticeOf(incident, { about: 'storm' }, 'chat') !== undefined) return false;
  return seen !== since || outcome === 'failed';
}

async function publish({ notifier }: SweepWorld, message: Message): Promise<void> {
  await notifier.publish(message);
  await notifier.publishInChat(message);
}
