/**
 * Holds that may have come up since the decision, asked right before a move: a lost lease, a storm, an alarm that is OK
 * again, another open incident. The caller chooses which of them apply to a move.
 */
import { allClear, someRed, unclear } from '../../core/decide/decide.ts';
import type { Attempt, Incident } from '../../core/incident/incident.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import { stormHold } from '../../core/limits/account.ts';
import { isTooOld } from '../../core/limits/storm.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { hold, type Hold } from '../../core/holds/hold.ts';
import { readSnapshots } from './read-alarms.ts';
import type { Loaded } from './stage.ts';
import { understoodAlarms } from './understood-alarms.ts';
import { sheds } from '../../core/remedies/plan-traits.ts';

type HoldsWorld = Pick<Ports, 'clock' | 'limits' | 'metrics'> & { readonly ledger: Ledger };

/** Renews the lease; a hold when this incident has lost it. */
export async function leaseHoldsOf(
  { limits, clock }: Pick<HoldsWorld, 'limits' | 'clock'>,
  { id, reservation }: Incident,
): Promise<readonly Hold[]> {
  if (reservation === undefined) return [hold('lease-lost', 'there is no reservation')];
  const { group, fence } = reservation;
  const renewed = await limits.renew({ group, fence, incidentId: id }, clock.now());
  return renewed === undefined
    ? [hold('lease-lost', `the lease of group ${group} is no longer held with fence ${fence}`)]
    : [];
}

/**
 * A storm may have begun since the decision. In a soft storm the healer finishes what it began, because half a heal is
 * worse than a whole one. In a hard storm it continues only remedies that shed load.
 */
export async function stormHoldsOf(
  { limits, clock }: HoldsWorld,
  { phase }: Incident,
  { journal }: Attempt,
): Promise<readonly Hold[]> {
  if (sheds(journal.plan)) return [];
  const storm = await limits.storm();
  // During an incident Decide checks whether a storm goes on. After its end no stage may have checked for days, so the
  // age of the storm decides.
  if (phase === 'closed' && storm !== undefined && isTooOld(storm, clock.now())) return [];
  const found = stormHold(storm, 'soft');
  return found === undefined ? [] : [found];
}

export async function otherIncidentHolds({ ledger }: HoldsWorld, { service }: Incident): Promise<readonly Hold[]> {
  const { openIncidentId } = await ledger.service(service);
  return openIncidentId === undefined ? [] : [beingHealed(openIncidentId)];
}

export function beingHealed(openIncidentId: string): Hold {
  return hold('group-busy', `incident ${openIncidentId} is being healed`);
}

export async function alarmHoldsOf(world: HoldsWorld, loaded: Loaded): Promise<readonly Hold[]> {
  const { incident } = loaded;
  if (incident.trigger.kind !== 'alarm') return [];
  const snapshots = await understoodAlarms(world, loaded, await readSnapshots(world.metrics, incident.alarms));
  if (snapshots.kind === 'unknown') return [hold('alarm-unreadable', `the alarm could not be read: ${snapshots.why}`)];
  if (allClear({ alarms: snapshots, incident })) {
    return [hold('alarm-cleared', 'the alarm came back to OK before anything was done')];
  }
  return someRed({ alarms: snapshots, incident }) ? [] : [hold('alarm-unreadable', unclear({ alarms: snapshots }))];
}
