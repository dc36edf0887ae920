/**
 * Reasons that may have come up since it was decided, each asked right before a move: whether the lease is still ours, a
 * storm began, the alarm came back to OK, or another incident is at work. Which of them count for a move is the caller's.
 */
import { allClear, someRed, unclear } from '../../core/decide/decide.ts';
import type { Attempt, Incident } from '../../core/incident/incident.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import { stormHold } from '../../core/limits/account.ts';
import { isTooOld } from '../../core/limits/storm.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { hold } from '../../core/holds/hold.ts';
import type { Hold } from '../../core/holds/hold.ts';
import { readSnapshots } from './read-alarms.ts';
import type { Loaded } from './stage.ts';
import { understoodAlarms } from './understood-alarms.ts';

type HoldsWorld = Pick<Ports, 'clock' | 'limits' | 'metrics'> & { readonly ledger: Ledger };

/** Extends the lease; a hold when it is not this incident's any more. */
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
 * A storm may have begun since it was decided. What was begun in calm is finished in a soft one, for half a heal is worse
 * than a whole one; in a hard one only what sheds load goes on.
 */
export async function stormHoldsOf(
  { limits, clock }: HoldsWorld,
  { phase }: Incident,
  { journal }: Attempt,
): Promise<readonly Hold[]> {
  const { plan } = journal;
  if (plan.kind === 'flipToggle' && plan.sheds === true) return [];
  const storm = await limits.storm();
  // Decide looks whether a storm goes on. After the end of an incident nobody may have, for days: its age says it then.
  if (phase === 'closed' && storm !== undefined && isTooOld(storm, clock.now())) return [];
  const found = stormHold(storm, 'soft');
  return found === undefined ? [] : [found];
}

export async function otherIncidentHolds({ ledger }: HoldsWorld, { service }: Incident): Promise<readonly Hold[]> {
  const { openIncidentId } = await ledger.service(service);
  return openIncidentId === undefined ? [] : [hold('group-busy', `incident ${openIncidentId} is being healed`)];
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
