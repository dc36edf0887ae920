/** What a world looks like when nothing is left to happen in it: everything that must not be left over, as stored. */
import { freshServiceRecord } from '../../../core/incident/service-record.ts';
import type { World } from '../world/world.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import type { Ended, LeftCount, LeftToggle } from './effect.ts';

export function endedEffect(world: World, seen: Pick<Ended, 'stuck' | 'running' | 'unattendedUntil'>): Ended {
  const { ledger, limits } = world.store;
  const incidents = ledger.incidents.keys().flatMap((id) => ledger.incidents.get(id) ?? []);
  const leases = limits.leases.keys().flatMap((group) => {
    const lease = limits.leases.get(group);
    return lease === undefined ? [] : [{ group, holder: lease.holder, until: lease.until }];
  });
  const counted = {
    all: attemptsIn(world, (scope) => scope === 'all') - world.remembered,
    each: attemptsIn(world, (scope) => scope !== 'all'),
  };
  return {
    kind: 'ended',
    at: world.site.timetable.now(),
    ...seen,
    incidents,
    leases,
    toggles: leftToggles(world),
    counts: leftCounts(world, incidents),
    counted,
  };
}

/** Attempts that memory counts plainly, of the scopes asked for. */
function attemptsIn({ store }: World, wanted: (scope: string) => boolean): number {
  return store.memory
    .keys()
    .filter((key) => !key.startsWith('wait') && wanted(key.split('/')[1]?.split('#')[0] ?? ''))
    .reduce((sum, key) => sum + Number(store.memory.get(key)?.['attempts'] ?? 0), 0);
}

/** Toggles that the healer wrote last, to the value that switches the feature off. */
function leftToggles(world: World): readonly LeftToggle[] {
  return [...world.members.values()].flatMap(({ entry }) =>
    entry.toggles
      .filter(({ parameter }) => world.toggleWriters.get(parameter) === 'healer')
      .filter(({ parameter, off }) => world.parameters.get(parameter) === off)
      .map(({ parameter, on }) => ({
        parameter,
        value: world.parameters.get(parameter),
        expected: on,
        told: toldOf(world, entry.name, parameter),
      })),
  );
}

/** Whether people have the command that restores it, from an incident of the service. */
function toldOf({ store, leftoversTold }: World, service: string, parameter: string): boolean {
  const { incidents, services } = store.ledger;
  const record = services.get(service) ?? freshServiceRecord(service);
  const open = record.openIncidentId;
  return incidents
    .keys()
    .flatMap((id) => incidents.get(id) ?? [])
    .filter((incident) => incident.service === service)
    .some(
      ({ id, attempts, timeline }) =>
        (leftoversTold.has(id) || open === id || timeline.some(({ text }) => text.includes(`left ${parameter} at`))) &&
        (attempts.some(({ journal: { plan } }) => plan.kind === 'flipToggle' && plan.parameter === parameter) ||
          timeline.some(({ text }) => text.includes(parameter))),
    );
}

/**
 * Of services that no other actor scaled: ECS knows no compare-and-set, so what others change at the same moment may be
 * overwritten by any client, and their count may be the very one the healer set.
 */
function leftCounts(world: World, incidents: readonly Incident[]): readonly LeftCount[] {
  return [...world.members.values()].flatMap(({ entry, healerCount, wanted }) => {
    const last = wanted.at(-1)?.count;
    if (healerCount === undefined || last === undefined || wanted.length > 1 || healerCount === last) return [];
    const told = incidents.some((incident) => incident.service === entry.name && saysThatTasksStay(world, incident));
    return [{ service: entry.name, count: healerCount, wanted: last, told }];
  });
}

/** Needed for a day longer than they were to stay: the size of the service, by the documentation. */
const STAYS = 'was never seen as usual';

/** By its reason, by what came of giving them back, or by a message that a person has. */
function saysThatTasksStay({ countsTold }: World, { id, outcomeReason, attempts, timeline }: Incident): boolean {
  return (
    countsTold.has(id) ||
    [outcomeReason, ...attempts.map(({ reason }) => reason)].some((text) => text?.includes('left as it is')) ||
    timeline.some(({ text }) => text.startsWith('not put back: ') && text.includes(STAYS))
  );
}
