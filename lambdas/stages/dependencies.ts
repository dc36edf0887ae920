/**
 * Reads the health of the services that a failing one calls. Their records are not enough: a red alarm that was deleted,
 * or whose metric fell silent, sends no event any more and would hold back its callers for ever. So it asks CloudWatch
 * for the present state.
 */
import { serviceNamed } from '../../core/catalog/catalog.ts';
import type { Facts } from '../../core/facts/facts.ts';
import type { Metrics } from '../../core/ports/metrics.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { asKnown, latestValues } from './read-facts.ts';
import type { Loaded, StageWorld } from './stage.ts';

type DependencyWorld = Pick<StageWorld, 'ledger' | 'catalog'> & Pick<Ports, 'metrics'>;

/** A service with more dependencies than this is a hub, and is not read in full. */
const DEPENDENCIES_MAX = 20;

export async function readDependencies(
  world: DependencyWorld,
  { service }: Pick<Loaded, 'service'>,
  { fleet, now }: Pick<Facts, 'fleet' | 'now'>,
): Promise<Facts['dependencies']> {
  const names = service.dependencies.slice(0, DEPENDENCIES_MAX);
  // Its load matters only when other services fail too: a busy dependency may be their common cause.
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
 * Whether an alarm is red now; an unreadable one may be. An alarm that has been red since before the last verified heal
 * does not count: verification looked at it, and an alarm that ignores missing data stays red in a healthy service.
 */
async function someRedNow(metrics: Metrics, names: readonly string[], healedAt: number = -Infinity): Promise<boolean> {
  if (names.length === 0) return false;
  const alarms = await asKnown(metrics.alarms(names));
  if (alarms.kind === 'unknown') return true;
  return alarms.value.some(({ state, stateChangedAt }) => state === 'ALARM' && stateChangedAt > healedAt);
}

/** The load of a dependency, if it is a registered service whose CPU is measured, and its number of callers. */
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
