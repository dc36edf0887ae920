/**
 * Reads how the services are that a failing one calls. What their records say of red alarms is what was heard last: an alarm
 * that was deleted while it was red, or whose metric fell silent, sends no event any more, and would hold its callers back
 * for ever. So CloudWatch is asked what they are now.
 */
import { serviceNamed } from '../../core/catalog/catalog.ts';
import type { Facts } from '../../core/facts/facts.ts';
import type { Metrics } from '../../core/ports/metrics.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { asKnown, latestValues } from './read-facts.ts';
import type { Loaded, StageWorld } from './stage.ts';

type DependencyWorld = Pick<StageWorld, 'ledger' | 'catalog'> & Pick<Ports, 'metrics'>;

/** Dependencies looked at: more than this is no service but a crossroads. */
const DEPENDENCIES_MAX = 20;

export async function readDependencies(
  world: DependencyWorld,
  { service }: Pick<Loaded, 'service'>,
  { fleet, now }: Pick<Facts, 'fleet' | 'now'>,
): Promise<Facts['dependencies']> {
  const names = service.dependencies.slice(0, DEPENDENCIES_MAX);
  // How busy it is matters only when others fail with this service: then they may fail of it together.
  const together = fleet.kind === 'known' && fleet.value.sick.some((one) => one.service !== service.name);
  return await Promise.all(
    names.map(async (name) => {
      const { health, openIncidentId, redAlarms, heals } = await world.ledger.service(name);
      const healedAt = heals.at(-1)?.at;
      const failing = openIncidentId !== undefined || (await someRedNow(world.metrics, redAlarms, healedAt));
      const known = { service: name, health, failing, ...(healedAt !== undefined && { healedAt }) };
      return { ...known, ...(together && (await busyness(world, name, now))) };
    }),
  );
}

/**
 * Whether one of the alarms is red at this moment; what cannot be read may be. One that has been red since before the last
 * verified heal is not: verification looked at it, and one that ignores missing data keeps its state when all is well.
 */
async function someRedNow(metrics: Metrics, names: readonly string[], healedAt: number = -Infinity): Promise<boolean> {
  if (names.length === 0) return false;
  const alarms = await asKnown(metrics.alarms(names));
  if (alarms.kind === 'unknown') return true;
  return alarms.value.some(({ state, stateChangedAt }) => state === 'ALARM' && stateChangedAt > healedAt);
}

/** How busy a dependency is, where it is a registered service whose CPU is measured, and how many call it. */
async function busyness(
  { metrics, catalog }: DependencyWorld,
  name: string,
  now: number,
): Promise<Pick<Facts['dependencies'][number], 'utilisation' | 'utilisationUnread' | 'callers'>> {
  const service = serviceNamed(catalog, name);
  const values = service === undefined ? undefined : await latestValues(metrics, service, ['cpuPercent'], now);
  if (values?.kind === 'unknown') return { utilisationUnread: values.why };
  const percent = values?.value.cpuPercent;
  if (percent === undefined) return {};
  const callers = Object.values(catalog.services).filter(({ dependencies }) => dependencies.includes(name)).length;
  return { utilisation: percent / 100, callers };
}
